import { mean } from '../../shared/statistics.mts';

/** A test file that a mutant selects. */
export interface OrderedFile {
  readonly path: string;
  /** Duration of its last run without a mutant, as stored. */
  readonly durationMs: number;
  /** Size of the file itself. */
  readonly bytes: number;
}

/** A mutant that some, but not all, of the selected test files notice. */
export interface NoticedMutant {
  /** In the order in which nx-testmon ran them, one at a time. */
  readonly files: readonly OrderedFile[];
  readonly failing: ReadonlySet<string>;
}

/** One order, with means over all mutants. */
export interface OrderResult {
  readonly order: string;
  /** Place of the first failing test file, starting at 1. */
  readonly place: number;
  /** One entry per number of workers. */
  readonly times: readonly {
    readonly workers: number;
    /** Time until the first failing test file ends. */
    readonly firstFailureMs: number;
    /** Time until all test files end. */
    readonly totalMs: number;
  }[];
}

const workerCounts = [1, 2, 4] as const;

const orders: Readonly<Record<string, (files: readonly OrderedFile[]) => readonly OrderedFile[]>> = {
  'tests of the change first': (files) => files,
  'longest first': (files) => [...files].sort((one, other) => other.durationMs - one.durationMs),
  'fastest first': (files) => [...files].sort((one, other) => one.durationMs - other.durationMs),
  'largest file first': (files) => [...files].sort((one, other) => other.bytes - one.bytes),
};

/**
 * Simulates a run in which each free worker takes the next test file. Returns when the first failing test
 * file ends, and when all test files have ended.
 */
export function timesOf(
  files: readonly OrderedFile[],
  failing: ReadonlySet<string>,
  workers: number,
): { readonly firstFailureMs: number; readonly totalMs: number } {
  const ends = Array<number>(workers).fill(0);
  let firstFailureMs = Infinity;
  for (const { path, durationMs } of files) {
    const free = ends.indexOf(Math.min(...ends));
    const end = (ends[free] ?? 0) + durationMs;
    ends[free] = end;
    if (failing.has(path)) firstFailureMs = Math.min(firstFailureMs, end);
  }
  return { firstFailureMs, totalMs: Math.max(...ends) };
}

/** Compares the order in which the test files ran with other orders. */
export function compareOrders(mutants: readonly NoticedMutant[]): readonly OrderResult[] {
  return Object.entries(orders).map(([order, sort]) => {
    const sorted = mutants.map(({ files, failing }) => ({ files: sort(files), failing }));
    return {
      order,
      place: mean(sorted.map(({ files, failing }) => files.findIndex(({ path }) => failing.has(path)) + 1)),
      times: workerCounts.map((workers) => {
        const times = sorted.map(({ files, failing }) => timesOf(files, failing, workers));
        return {
          workers,
          firstFailureMs: mean(times.map((one) => one.firstFailureMs)),
          totalMs: mean(times.map((one) => one.totalMs)),
        };
      }),
    };
  });
}

/** The mean place of the first failing test file in a random order. */
export function placeByChance(mutants: readonly NoticedMutant[]): number {
  return mean(mutants.map(({ files, failing }) => (files.length + 1) / (failing.size + 1)));
}
