import { availableParallelism } from 'node:os';
import { resolveFromCaller } from '../shared/resolve-from-caller.mts';
import { readNumber, readOptions, type ReadOptions } from '../shared/read-options.mts';

const usage = `usage: npm run test262 -- <checkout of tc39/test262> [options]
       npm run test262 -- --programs N [options]

  --only PATH      only this test file or folder of test/language
  --limit N        at most N test files, evenly spread
  --programs N     use N generated programs instead of a checkout
  --seed S         the same seed gives the same programs (1)
  --processes N    number of processes (one for each core)
  --json FILE      write all differences`;

/** The origin of the test files. */
export type TestFilesSource =
  /** A checkout of tc39/test262, or a folder of the same structure. */
  | { readonly kind: 'checkout'; readonly folder: string }
  | { readonly kind: 'generated'; readonly programs: number; readonly seed: number };

export interface Test262Options {
  readonly source: TestFilesSource;
  readonly only: string | undefined;
  readonly limit: number;
  readonly processes: number;
  readonly json: string | undefined;
}

const definitions = {
  only: { type: 'string' },
  limit: { type: 'string' },
  programs: { type: 'string' },
  seed: { type: 'string', default: '1' },
  processes: { type: 'string' },
  json: { type: 'string' },
} as const;

export function parseOptions(argv: readonly string[]): ReadOptions<Test262Options> {
  return readOptions({ argv, usage, definitions, allowPositionals: true }, ({ values, positionals }) => ({
    source:
      values.programs === undefined
        ? { kind: 'checkout', folder: resolveFromCaller(readCheckout(positionals)) }
        : {
            kind: 'generated',
            programs: readNumber('programs', values.programs, 1),
            seed: readNumber('seed', values.seed, 0),
          },
    only: values.only,
    limit: values.limit === undefined ? Infinity : readNumber('limit', values.limit, 1),
    processes:
      values.processes === undefined ? availableParallelism() : readNumber('processes', values.processes, 1),
    json: values.json,
  }));
}

function readCheckout(positionals: readonly string[]): string {
  const [folder, ...others] = positionals;
  if (folder === undefined || others.length > 0) throw new Error('name one checkout of tc39/test262');
  return folder;
}
