import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolveFromCaller } from '../shared/resolve-from-caller.mts';
import { readFolder, readList, readNumber, readOptions, type ReadOptions } from '../shared/read-options.mts';
import type { CommitRange } from './history.mts';

const usage = `usage: npm run replay -- <workspace folder> [options]

Steps through the workspace's history in a clone of its own, runs nx-testmon at each commit, and compares it with
full runs. A killed replay continues if it is started again with the same options.

  --last N            the last N commits, first parents only (10)
  --from A --to B     the commits after A, up to B (HEAD)
  --full-every K      a full run at every K-th commit (1); 0: never
  --install COMMAND   shell command to run at the first commit, and if the lockfile has changed
  --build COMMAND     shell command to run at each commit before the tests
  --target NAME       target that runs the tests (testmon)
  --projects a,b      only the tests of these projects
  --peers             also count what \`vitest related\` selects at each commit
  --dir DIR           folder for the clone, the state, the output of each run and the results (a temporary folder)
  --fresh             discard the results of an earlier replay in that folder

nx-testmon does not have to be installed in the workspace: npm install --prefix DIR <paths of its tarballs>
installs it beside the clone, which is enough; and so does Nx, if the workspace has none.`;

const definitions = {
  last: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string', default: 'HEAD' },
  'full-every': { type: 'string', default: '1' },
  install: { type: 'string' },
  build: { type: 'string' },
  target: { type: 'string', default: 'testmon' },
  projects: { type: 'string' },
  peers: { type: 'boolean', default: false },
  dir: { type: 'string' },
  fresh: { type: 'boolean', default: false },
} as const;

export interface ReplayOptions extends CommitRange {
  /** Absolute, like `dir`. */
  readonly workspace: string;
  /** Number of commits from one full run to the next; 0: no full runs. */
  readonly fullEvery: number;
  readonly install: string | undefined;
  readonly build: string | undefined;
  readonly target: string;
  readonly projects: readonly string[] | undefined;
  /** Whether `vitest related` is also compared. */
  readonly peers: boolean;
  readonly dir: string;
  readonly fresh: boolean;
}

export function parseOptions(argv: readonly string[]): ReadOptions<ReplayOptions> {
  return readOptions({ argv, usage, definitions, allowPositionals: true }, ({ values, positionals }) => {
    if (values.last !== undefined && values.from !== undefined)
      throw new Error('--last and --from exclude each other; give one of them');
    const workspace = resolveFromCaller(readFolder(positionals));
    const name = createHash('sha256').update(workspace).digest('hex').slice(0, 12);
    return {
      workspace,
      from: values.from,
      to: values.to,
      last: readNumber('last', values.last ?? '10', 1),
      fullEvery: readNumber('full-every', values['full-every'], 0),
      install: values.install,
      build: values.build,
      target: values.target,
      projects: values.projects === undefined ? undefined : readList('projects', values.projects),
      peers: values.peers,
      dir:
        values.dir === undefined ? join(tmpdir(), 'nx-testmon-replay', name) : resolveFromCaller(values.dir),
      fresh: values.fresh,
    };
  });
}
