const { parseArgs } = require('node:util');
const { toCount } = require('../shared/to-count.cjs');

const usage = `usage: npm run bench:scale -- [options]

  --edges a,b        pairs of test file and executed function (360000,5000000)
  --modules N        modules of the workspace, ten functions each (20000)
  --test-files N     test files of the workspace, in 200 projects (5000)
  --rounds N         how often each selection is measured (3)
  --testmon FOLDER   source of pytest-testmon 2.2: its own code is asked too, by python3, about the first of
                     the edges; the package coverage must be on PYTHONPATH
  --json FILE        write everything that was measured`;

const definitions = {
  edges: { type: 'string', default: '360000,5000000' },
  modules: { type: 'string', default: '20000' },
  'test-files': { type: 'string', default: '5000' },
  rounds: { type: 'string', default: '3' },
  testmon: { type: 'string' },
  json: { type: 'string' },
  help: { type: 'boolean', default: false },
};

/** @returns `{ ok: true, options }`, or `{ ok: false, problem }` with what to print */
function parseOptions(args) {
  try {
    const { values } = parseArgs({ args, options: definitions });
    if (values.help) return { ok: false, problem: usage };
    return {
      ok: true,
      options: {
        edges: values.edges.split(',').map((text) => toCount('edges', text)),
        modules: toCount('modules', values.modules),
        testFiles: toCount('test-files', values['test-files']),
        rounds: toCount('rounds', values.rounds),
        testmon: values.testmon,
        json: values.json,
      },
    };
  } catch (error) {
    return { ok: false, problem: `${error.message}\n\n${usage}` };
  }
}

module.exports = { parseOptions };
