import { readList, readNumber, readOptions, type ReadOptions } from '../shared/read-options.mts';
import type { FaultName } from './run-faults.mts';

const parts = ['contention', 'faults', 'fuzz'] as const;

export type StressPart = (typeof parts)[number];

const usage = `usage: npm run stress -- [options]

  --short            the form that continuous integration runs: 16 processes, 5 times each fault, 1,000 inputs
  --only a,b         only these parts: ${parts.join(', ')}
  --writers N        collecting processes at once (64)
  --readers N        reading processes at the same time (64)
  --rounds N         records that each writer stores (5)
  --times N          how often each fault is injected (100)
  --faults a,b       only these faults
  --inputs N         inputs for each parser (20000)
  --seed S           the same seed gives the same facts, moments and inputs (1)
  --json FILE        write all numbers`;

/** The size of a stress test. */
interface StressSize {
  readonly writers: number;
  readonly readers: number;
  readonly rounds: number;
  readonly times: number;
  readonly inputs: number;
}

const long: StressSize = { writers: 64, readers: 64, rounds: 5, times: 100, inputs: 20_000 };
const short: StressSize = { writers: 16, readers: 16, rounds: 3, times: 5, inputs: 1_000 };

export interface StressOptions extends StressSize {
  readonly seed: number;
  readonly parts: readonly StressPart[];
  readonly faults: readonly FaultName[];
  readonly json: string | undefined;
}

const definitions = {
  short: { type: 'boolean', default: false },
  only: { type: 'string' },
  faults: { type: 'string' },
  writers: { type: 'string' },
  readers: { type: 'string' },
  rounds: { type: 'string' },
  times: { type: 'string' },
  inputs: { type: 'string' },
  seed: { type: 'string', default: '1' },
  json: { type: 'string' },
} as const;

/** @param faults names of all faults */
export function parseOptions(
  argv: readonly string[],
  faults: readonly FaultName[],
): ReadOptions<StressOptions> {
  const withFaults = `${usage}\n\nfaults: ${faults.join(', ')}`;
  return readOptions({ argv, usage: withFaults, definitions }, ({ values }) => {
    const form = values.short ? short : long;
    const readSize = (name: keyof StressSize): number => {
      const text = values[name];
      return text === undefined ? form[name] : readNumber(name, text, 0);
    };
    return {
      writers: readSize('writers'),
      readers: readSize('readers'),
      rounds: readSize('rounds'),
      times: readSize('times'),
      inputs: readSize('inputs'),
      seed: readNumber('seed', values.seed, 0),
      parts: values.only === undefined ? parts : readList('only', values.only, parts),
      faults: values.faults === undefined ? faults : readList('faults', values.faults, faults),
      json: values.json,
    };
  });
}
