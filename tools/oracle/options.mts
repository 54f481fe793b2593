import { readFolder, readList, readNumber, readOptions, type ReadOptions } from '../shared/read-options.mts';
import { kinds, type MutantKind } from './mutant.mts';

const usage = `usage: npm run oracle -- <workspace folder> [options]

  --mutants N           how many mutants to try (50)
  --seed S              the same seed on the same files gives the same mutants (1)
  --target NAME         target that runs the tests (testmon)
  --projects a,b        only the tests of these projects, and mutants in them and in their dependencies
  --kinds a,b           only these kinds: ${kinds.join(', ')}
  --direct              full runs by the test runner itself, without Nx, in the project that owns the change and in its
                        dependents, after the builds that Nx would run before them
  --warm                like --direct, with one Vitest instance for each project that is kept between mutants
  --copies N            check mutants in N copies of the workspace in parallel, and do not change the workspace itself
  --collected           use the existing facts, and do not collect first
  --collect-mutants     for each mutant that fails a test, also run the selected test files, collect, and check that the
                        failing ones are selected again
  --peers               also compare the selection of \`vitest related\` for every mutant
  --json FILE           write all results
  --time-limit SECONDS  start no further mutant after this time`;

const definitions = {
  mutants: { type: 'string', default: '50' },
  seed: { type: 'string', default: '1' },
  target: { type: 'string', default: 'testmon' },
  projects: { type: 'string' },
  kinds: { type: 'string' },
  direct: { type: 'boolean', default: false },
  collected: { type: 'boolean', default: false },
  warm: { type: 'boolean', default: false },
  'collect-mutants': { type: 'boolean', default: false },
  copies: { type: 'string', default: '0' },
  peers: { type: 'boolean', default: false },
  json: { type: 'string' },
  'time-limit': { type: 'string' },
} as const;

export interface OracleOptions {
  readonly workspace: string;
  readonly mutants: number;
  readonly seed: number;
  readonly target: string;
  readonly projects: readonly string[] | undefined;
  readonly kinds: readonly MutantKind[];
  readonly direct: boolean;
  readonly collected: boolean;
  readonly warm: boolean;
  readonly collectMutants: boolean;
  readonly copies: number;
  readonly peers: boolean;
  readonly json: string | undefined;
  readonly timeLimitMs: number;
}

export function parseOptions(argv: readonly string[]): ReadOptions<OracleOptions> {
  return readOptions({ argv, usage, definitions, allowPositionals: true }, ({ values, positionals }) => ({
    workspace: readFolder(positionals),
    mutants: readNumber('mutants', values.mutants, 1),
    seed: readNumber('seed', values.seed, 0),
    target: values.target,
    projects: values.projects === undefined ? undefined : readList('projects', values.projects),
    kinds: values.kinds === undefined ? kinds : readList('kinds', values.kinds, kinds),
    direct: values.direct,
    collected: values.collected,
    warm: values.warm,
    collectMutants: values['collect-mutants'],
    copies: readNumber('copies', values.copies, 0),
    peers: values.peers,
    json: values.json,
    timeLimitMs:
      values['time-limit'] === undefined
        ? Infinity
        : readNumber('time-limit', values['time-limit'], 1) * 1000,
  }));
}
