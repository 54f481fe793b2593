const { parseArgs } = require('node:util');
const { toCount } = require('../shared/to-count.cjs');

const usage = `usage: npm run bench:collect -- <Nx workspace> --projects a,b [options] [-- arguments of vitest run]

  --projects a,b   whose tests are run
  --rounds N       rounds, each one plain and one collecting run of every project (5)
  --json FILE      write everything that was measured`;

const definitions = {
  projects: { type: 'string' },
  rounds: { type: 'string', default: '5' },
  json: { type: 'string' },
  help: { type: 'boolean', default: false },
};

/** @returns `{ ok: true, options }`, or `{ ok: false, problem }` with what to print */
function parseOptions(argv) {
  try {
    const end = argv.includes('--') ? argv.indexOf('--') : argv.length;
    const args = argv.slice(0, end);
    const { values, positionals } = parseArgs({ args, options: definitions, allowPositionals: true });
    if (values.help) return { ok: false, problem: usage };
    if (positionals.length !== 1) throw new Error('name one workspace folder');
    const projects = (values.projects ?? '')
      .split(',')
      .map((one) => one.trim())
      .filter(Boolean);
    if (projects.length === 0) throw new Error('name at least one project');
    const rounds = toCount('rounds', values.rounds);
    const runnerArguments = argv.slice(end + 1);
    return {
      ok: true,
      options: { workspace: positionals[0], projects, rounds, runnerArguments, json: values.json },
    };
  } catch (error) {
    return { ok: false, problem: `${error.message}\n\n${usage}` };
  }
}

module.exports = { parseOptions };
