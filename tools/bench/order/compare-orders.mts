import { mean } from '../../shared/statistics.mts';

/** A test file that a mutant selects. */
export interface OrderedFile {
  readonly path: string;
  /** When it last ran, as the store knows it. */
  readonly durationMs: number;
  /** Of the file itself. */
  readonly bytes: number;
}

/** A mutant that some of the selected test files notice, and some do not. */
export interface NoticedMutant {
  /** In the order in which nx-testmon ran them, one after the other. */
  readonly files: readonly OrderedFile[];
  readonly failing: ReadonlySet<string>;
}

/** Means over all mutants. */
export interface OrderResult {
  readonly order: string;
  /** Of the first failing test file, from 1 on. */
  readonly place: number;
  /** By the number of workers, in ms. */
  readonly times: readonly {
    readonly workers: number;
    /** When the first failing test file has ended. */
    readonly firstFailureMs: number;
    /** When all have ended. */
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

/** When the first failing test file has ended, and when all have, if each worker takes the next one when it is free. */
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

/** Compares the order in which test files ran with others. */
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

/** The place of the first failing test file in a random order, on average. */
export function placeByChance(mutants: readonly NoticedMutant[]): number {
  return mean(mutants.map(({ files, failing }) => (files.length + 1) / (failing.size + 1)));
}
