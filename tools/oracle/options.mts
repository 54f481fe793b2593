import { readFolder, readList, readNumber, readOptions, type ReadOptions } from '../shared/read-options.mts';
import { kinds, type MutantKind } from './mutant.mts';

const usage = `usage: npm run oracle -- <workspace folder> [options]

  --mutants N           how many mutants to try (50)
  --seed S              the same seed on the same files gives the same mutants (1)
  --target NAME         target that runs the tests (testmon)
  --projects a,b        only the tests of these projects, and mutants in what they depend on
  --kinds a,b           only these kinds: ${kinds.join(', ')}
  --direct              full runs by the test runner itself, without Nx, in the project that owns the change and in those
                        that Nx says depend on it; what Nx would build before them is built
  --warm                as --direct, in one Vitest for each project that is kept from mutant to mutant
  --copies N            check mutants in N copies of the workspace side by side, and leave the workspace itself alone
  --collected           use the facts that are there, collect none
  --collect-mutants     also run what is selected of each mutant that fails a test, collecting, and expect that what
                        fails is selected once more
  --peers               also ask \`vitest related\` about every mutant
  --json FILE           write everything that was found
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
