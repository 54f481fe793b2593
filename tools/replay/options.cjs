const { createHash } = require('node:crypto');
const { tmpdir } = require('node:os');
const { join, resolve } = require('node:path');
const { parseArgs } = require('node:util');

const usage = `usage: npm run replay -- <workspace folder> [options]

Steps through the workspace's history in a clone of its own, runs nx-testmon at each commit, and compares with full
runs. A replay that was killed goes on where it was when it is started again with the same options.

  --last N            the last N commits, first parents only (10)
  --from A --to B     the commits after A, up to B (HEAD)
  --full-every K      a full run at every K-th commit (1); 0: never
  --install COMMAND   run at the first commit, and where the lockfile changed; a shell's command
  --build COMMAND     run at each commit before the tests
  --target NAME       target that runs the tests (testmon)
  --projects a,b      only the tests of these projects
  --dir DIR           the clone, the state and the results (a folder of temporary files)
  --fresh             forget what an earlier replay in that folder has found

The workspace need not know of nx-testmon: npm install --prefix DIR <its tarballs> beside the clone is enough.`;

const definitions = {
  last: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string', default: 'HEAD' },
  'full-every': { type: 'string', default: '1' },
  install: { type: 'string' },
  build: { type: 'string' },
  target: { type: 'string', default: 'testmon' },
  projects: { type: 'string' },
  dir: { type: 'string' },
  fresh: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
};

function readNumber(text, name, least) {
  const number = Number(text);
  if (!Number.isInteger(number) || number < least) {
    throw new Error(`--${name} must be a whole number of at least ${least}`);
  }
  return number;
}

const readList = (text) =>
  text
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean);

/**
 * @param argv the words after the script's name
 * @param cwd what paths are relative to
 * @returns `{ ok: true, options }`, or `{ ok: false, problem }` with what to print
 */
function parseOptions(argv, cwd) {
  try {
    const { values, positionals } = parseArgs({ args: argv, options: definitions, allowPositionals: true });
    if (values.help) return { ok: false, problem: usage };
    if (positionals.length !== 1) throw new Error('name one workspace folder');
    if (values.last !== undefined && values.from !== undefined) {
      throw new Error('--last and --from contradict each other; give one');
    }
    const workspace = resolve(cwd, positionals[0]);
    const name = createHash('sha256').update(workspace).digest('hex').slice(0, 12);
    return {
      ok: true,
      options: {
        workspace,
        from: values.from,
        to: values.to,
        last: readNumber(values.last ?? '10', 'last', 1),
        fullEvery: readNumber(values['full-every'], 'full-every', 0),
        install: values.install,
        build: values.build,
        target: values.target,
        projects: values.projects === undefined ? undefined : readList(values.projects),
        dir: values.dir === undefined ? join(tmpdir(), 'nx-testmon-replay', name) : resolve(cwd, values.dir),
        fresh: values.fresh,
      },
    };
  } catch (error) {
    return { ok: false, problem: `${error.message}\n\n${usage}` };
  }
}

module.exports = { parseOptions };
