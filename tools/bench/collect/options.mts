import {
  readFolder,
  readList,
  readNumber,
  readOptions,
  type ReadOptions,
} from '../../shared/read-options.mts';

const usage = `usage: npm run bench:collect -- <Nx workspace> --projects a,b [options] [-- arguments of vitest run]

  --projects a,b   whose tests are run
  --rounds N       rounds, each one plain and one collecting run of every project (5)
  --json FILE      write everything that was measured`;

const definitions = {
  projects: { type: 'string' },
  rounds: { type: 'string', default: '5' },
  json: { type: 'string' },
} as const;

export interface CollectOptions {
  readonly workspace: string;
  readonly projects: readonly string[];
  readonly rounds: number;
  readonly runnerArguments: readonly string[];
  readonly json: string | undefined;
}

export function parseOptions(args: readonly string[]): ReadOptions<CollectOptions> {
  const end = args.includes('--') ? args.indexOf('--') : args.length;
  const argv = args.slice(0, end);
  return readOptions({ argv, usage, definitions, allowPositionals: true }, ({ values, positionals }) => ({
    workspace: readFolder(positionals),
    projects: readList('projects', values.projects ?? ''),
    rounds: readNumber('rounds', values.rounds, 1),
    runnerArguments: args.slice(end + 1),
    json: values.json,
  }));
}
