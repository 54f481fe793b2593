import { readNumber, readOptions, type ReadOptions } from '../shared/read-options.mts';

const usage = `usage: npm run random-programs -- [options]

  --programs N           how many programs (1000)
  --rounds N             edits of each program, one after the other (2)
  --batch N              programs in one workspace (40)
  --seed S               the same seed gives the same programs and edits (1)
  --json FILE            write every edit
  --time-limit SECONDS   start no further workspace after this time`;

export interface RandomProgramsOptions {
  readonly programs: number;
  readonly rounds: number;
  readonly batch: number;
  readonly seed: number;
  readonly json: string | undefined;
  readonly timeLimitMs: number;
}

const definitions = {
  programs: { type: 'string', default: '1000' },
  rounds: { type: 'string', default: '2' },
  batch: { type: 'string', default: '40' },
  seed: { type: 'string', default: '1' },
  json: { type: 'string' },
  'time-limit': { type: 'string' },
} as const;

export function parseOptions(argv: readonly string[]): ReadOptions<RandomProgramsOptions> {
  return readOptions({ argv, usage, definitions }, ({ values }) => ({
    programs: readNumber('programs', values.programs, 1),
    rounds: readNumber('rounds', values.rounds, 1),
    batch: readNumber('batch', values.batch, 1),
    seed: readNumber('seed', values.seed, 0),
    json: values.json,
    timeLimitMs:
      values['time-limit'] === undefined
        ? Infinity
        : readNumber('time-limit', values['time-limit'], 1) * 1000,
  }));
}
