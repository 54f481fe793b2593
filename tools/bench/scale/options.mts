import { readList, readNumber, readOptions, type ReadOptions } from '../../shared/read-options.mts';

const usage = `usage: npm run bench:scale -- [options]

  --edges a,b        pairs of test file and executed function (360000,5000000)
  --modules N        modules of the workspace, ten functions each (20000)
  --test-files N     test files of the workspace, in 200 projects (5000)
  --rounds N         how often each selection is measured (3)
  --testmon FOLDER   source of pytest-testmon 2.2, to also measure its own code with python3 and the first number
                     of edges; the package coverage must be on PYTHONPATH
  --json FILE        write all measurements`;

const definitions = {
  edges: { type: 'string', default: '360000,5000000' },
  modules: { type: 'string', default: '20000' },
  'test-files': { type: 'string', default: '5000' },
  rounds: { type: 'string', default: '3' },
  testmon: { type: 'string' },
  json: { type: 'string' },
} as const;

export interface ScaleOptions {
  readonly edges: readonly number[];
  readonly modules: number;
  readonly testFiles: number;
  readonly rounds: number;
  readonly testmon: string | undefined;
  readonly json: string | undefined;
}

export function parseOptions(argv: readonly string[]): ReadOptions<ScaleOptions> {
  return readOptions({ argv, usage, definitions }, ({ values }) => ({
    edges: readList('edges', values.edges).map((text) => readNumber('edges', text, 1)),
    modules: readNumber('modules', values.modules, 1),
    testFiles: readNumber('test-files', values['test-files'], 1),
    rounds: readNumber('rounds', values.rounds, 1),
    testmon: values.testmon,
    json: values.json,
  }));
}
