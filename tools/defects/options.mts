import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunnerName, reporters } from '../oracle/runner-commands.mts';
import { resolveFromCaller } from '../shared/resolve-from-caller.mts';
import { readFolder, readList, readNumber, readOptions, type ReadOptions } from '../shared/read-options.mts';

const usage = `usage: npm run defects -- <workspace folder> [options]

Checks selections with real defects of the workspace's history, in a clone of its own. At each commit that fixes a
defect and has tests for it, nx-testmon collects; then the fix is reversed and its tests stay. Every test file that
fails because of that must be selected. A killed run continues if it is started again with the same options.

  --find N            the last N commits that look like fixes with tests (10)
  --commits FILE      these commits instead: a hash at the start of each line
  --to B              search back from this commit (HEAD)
  --at C              reverse each fix at this commit, if possible, and collect only once, which is much faster
  --install COMMAND   shell command to run at the first commit, and if the lockfile has changed
  --build COMMAND     shell command to run before the tests, with the fix and without it
  --tests COMMAND     runs all tests without nx-testmon (npx vitest run); a reporter and test files are added
  --runner NAME       the test runner of that command: ${Object.keys(reporters).join(' or ')} (vitest)
  --projects a,b      only the tests of these projects; --tests should then run the same tests
  --time-limit S      seconds after which a run without the fix counts as failed (600)
  --dir DIR           folder for the clone, the state and the results (a temporary folder)
  --fresh             discard the results of an earlier run in that folder

nx-testmon does not have to be installed in the workspace: npm install --prefix DIR <its tarballs> installs it
beside the clone, which is enough.`;

const definitions = {
  find: { type: 'string' },
  commits: { type: 'string' },
  to: { type: 'string', default: 'HEAD' },
  at: { type: 'string' },
  install: { type: 'string' },
  build: { type: 'string' },
  tests: { type: 'string', default: 'npx vitest run' },
  runner: { type: 'string', default: 'vitest' },
  projects: { type: 'string' },
  'time-limit': { type: 'string', default: '600' },
  dir: { type: 'string' },
  fresh: { type: 'boolean', default: false },
} as const;

export interface DefectsOptions {
  /** Absolute, like `commits` and `dir`. */
  readonly workspace: string;
  readonly find: number;
  /** A file with hashes, used instead of a search. */
  readonly commits: string | undefined;
  readonly to: string;
  /**
   * The commit at which all fixes are reversed, one at a time. Without it, each fix is reversed at its own
   * commit.
   */
  readonly at: string | undefined;
  readonly install: string | undefined;
  readonly build: string | undefined;
  readonly tests: string;
  readonly runner: RunnerName;
  readonly projects: readonly string[] | undefined;
  readonly timeLimitMs: number;
  readonly dir: string;
  readonly fresh: boolean;
}

export function parseOptions(argv: readonly string[]): ReadOptions<DefectsOptions> {
  return readOptions({ argv, usage, definitions, allowPositionals: true }, ({ values, positionals }) => {
    if (values.find !== undefined && values.commits !== undefined)
      throw new Error('--find and --commits exclude each other; give one of them');
    const workspace = resolveFromCaller(readFolder(positionals));
    const name = createHash('sha256').update(workspace).digest('hex').slice(0, 12);
    return {
      workspace,
      find: readNumber('find', values.find ?? '10', 1),
      commits: values.commits === undefined ? undefined : resolveFromCaller(values.commits),
      to: values.to,
      at: values.at,
      install: values.install,
      build: values.build,
      tests: values.tests,
      runner: readRunner(values.runner),
      projects: values.projects === undefined ? undefined : readList('projects', values.projects),
      timeLimitMs: 1000 * readNumber('time-limit', values['time-limit'], 1),
      dir:
        values.dir === undefined ? join(tmpdir(), 'nx-testmon-defects', name) : resolveFromCaller(values.dir),
      fresh: values.fresh,
    };
  });
}

function readRunner(name: string): RunnerName {
  if (name in reporters) return name as RunnerName;
  throw new Error(`--runner: unknown: ${name}; known: ${Object.keys(reporters).join(', ')}`);
}
