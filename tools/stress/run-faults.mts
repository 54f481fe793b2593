import { rmSync } from 'node:fs';
import { seededRandom } from '../shared/random.mts';
import { describeError } from '../shared/stop.mts';
import { changedRows } from './faults/changed-rows.mts';
import { clocks } from './faults/clocks.mts';
import { damage } from './faults/damage.mts';
import { disks } from './faults/disks.mts';
import { foreignEntries } from './faults/foreign-entries.mts';
import { kills } from './faults/kills.mts';
import { createStorePaths } from './store-paths.mts';

const faults = { ...kills, ...disks, ...damage, ...changedRows, ...clocks, ...foreignEntries };

export type FaultName = keyof typeof faults;

export const faultNames = Object.keys(faults) as readonly FaultName[];

/** A fault mostly waits for a stale lock, so several stores are tested at once. */
const AT_ONCE = 4;

interface FaultOptions {
  /** How often the fault is injected. */
  readonly times: number;
  readonly seed: number;
}

/**
 * Injects one fault many times, each time into a new store.
 *
 * @param onDone called after each time
 * @returns problems, each with the seed that reproduces it
 */
export async function runFault(
  name: FaultName,
  { times, seed }: FaultOptions,
  onDone: () => void,
): Promise<readonly string[]> {
  const problems: string[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < times) {
      const turn = seed * 100_000 + next++;
      const paths = createStorePaths();
      try {
        const found = await faults[name]({ paths, random: seededRandom(turn) });
        problems.push(...found.map((problem) => `${name}, turn ${turn}: ${problem}`));
      } catch (error) {
        problems.push(`${name}, turn ${turn}: ${describeError(error)}`);
      } finally {
        rmSync(paths.folder, { recursive: true, force: true });
        onDone();
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return problems;
}
