import { changedRows } from './faults/changed-rows.mts';
import { clocks } from './faults/clocks.mts';
import { damage } from './faults/damage.mts';
import { disks } from './faults/disks.mts';
import { kills } from './faults/kills.mts';
import { rmSync } from 'node:fs';
import { seededRandom } from '../shared/random.mts';
import { createStorePaths } from './store-paths.mts';

const faults = { ...kills, ...disks, ...damage, ...changedRows, ...clocks };

export const faultNames = Object.keys(faults);

/** Most of a fault is waiting for a stale lock, so several stores are tried at once. */
const AT_ONCE = 4;

/**
 * Makes one fault many times, each in a store of its own.
 *
 * @param onDone called after each time
 * @returns problems, each with the seed that makes it again
 */
export async function runFault(name, { times, seed }, onDone) {
  const problems = [];
  let next = 0;
  const worker = async () => {
    while (next < times) {
      const turn = seed * 100_000 + next++;
      const paths = createStorePaths();
      try {
        const found = await faults[name]({ paths, random: seededRandom(turn) });
        problems.push(...found.map((problem) => `${name}, turn ${turn}: ${problem}`));
      } catch (error) {
        problems.push(`${name}, turn ${turn}: ${error.stack}`);
      } finally {
        rmSync(paths.folder, { recursive: true, force: true });
        onDone();
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return problems;
}
