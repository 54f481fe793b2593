const { rmSync } = require('node:fs');
const { seededRandom } = require('../shared/random.cjs');
const { makePlaces } = require('./places.cjs');

const faults = {
  ...require('./faults/kills.cjs'),
  ...require('./faults/disks.cjs'),
  ...require('./faults/damage.cjs'),
  ...require('./faults/changed-rows.cjs'),
  ...require('./faults/clocks.cjs'),
};

/** Most of a fault is waiting for a stale lock, so several stores are tried at once. */
const AT_ONCE = 4;

/**
 * Makes one fault many times, each in a store of its own.
 *
 * @param onDone called after each time
 * @returns problems, each with the seed that makes it again
 */
async function runFault(name, { times, seed }, onDone) {
  const problems = [];
  let next = 0;
  const worker = async () => {
    while (next < times) {
      const turn = seed * 100_000 + next++;
      const places = makePlaces();
      try {
        const found = await faults[name]({ places, random: seededRandom(turn) });
        problems.push(...found.map((problem) => `${name}, turn ${turn}: ${problem}`));
      } catch (error) {
        problems.push(`${name}, turn ${turn}: ${error.stack}`);
      } finally {
        rmSync(places.folder, { recursive: true, force: true });
        onDone();
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return problems;
}

module.exports = { faultNames: Object.keys(faults), runFault };
