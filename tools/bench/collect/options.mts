import {
  readFolder,
  readList,
  readNumber,
  readOptions,
  type ReadOptions,
} from '../../shared/read-options.mts';

const usage = `usage: npm run bench:collect -- <Nx workspace> --projects a,b [options] [-- arguments of vitest run]
       npm run bench:collect -- --modules N [options] [-- arguments of vitest run]

  --projects a,b   projects whose tests run
  --modules N      instead of a workspace, use a project with one test file that loads N small modules
  --cold           remove the facts and caches of earlier runs before each run
  --rounds N       rounds, each one plain and one collecting run of every project (5)
  --json FILE      write all measurements`;

const definitions = {
  projects: { type: 'string' },
  modules: { type: 'string' },
  cold: { type: 'boolean', default: false },
  rounds: { type: 'string', default: '5' },
  json: { type: 'string' },
} as const;

/** The tests to run: those of projects of a workspace, or one generated test file. */
export type BenchSource =
  | { readonly kind: 'workspace'; readonly folder: string; readonly projects: readonly string[] }
  | { readonly kind: 'small-modules'; readonly count: number };

export interface CollectOptions {
  readonly source: BenchSource;
  readonly isCold: boolean;
  readonly rounds: number;
  readonly runnerArguments: readonly string[];
  readonly json: string | undefined;
}

export function parseOptions(args: readonly string[]): ReadOptions<CollectOptions> {
  const end = args.includes('--') ? args.indexOf('--') : args.length;
  const argv = args.slice(0, end);
  return readOptions({ argv, usage, definitions, allowPositionals: true }, ({ values, positionals }) => ({
    source: readSource(values, positionals),
    isCold: values.cold,
    rounds: readNumber('rounds', values.rounds, 1),
    runnerArguments: args.slice(end + 1),
    json: values.json,
  }));
}

function readSource(
  { modules, projects }: { readonly modules?: string | undefined; readonly projects?: string | undefined },
  positionals: readonly string[],
): BenchSource {
  if (modules === undefined)
    return {
      kind: 'workspace',
      folder: readFolder(positionals),
      projects: readList('projects', projects ?? ''),
    };
  if (projects !== undefined || positionals.length > 0)
    throw new Error('--modules is in place of a workspace and --projects');
  return { kind: 'small-modules', count: readNumber('modules', modules, 1) };
}
