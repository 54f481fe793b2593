// Tries the inputs of one target, from a turn on, and tells each turn before and after it, so that the one that
// hangs is known.
const { parentPort, workerData } = require('node:worker_threads');
const { seededRandom } = require('../shared/random.cjs');
const { targets } = require('./fuzz-targets.cjs');

const { name, seed, from, to } = workerData;
const target = targets[name];

for (let turn = from; turn < to; turn++) {
  const turnSeed = seed * 1_000_000 + turn;
  const input = target.make(seededRandom(turnSeed), turnSeed);
  const started = performance.now();
  parentPort.postMessage({ turn });
  let result;
  try {
    result = target.check(input);
  } catch (error) {
    result = { problem: error.stack };
  }
  const problem = result.problem && `${result.problem}\n    input: ${input.slice(0, 2000)}`;
  parentPort.postMessage({
    done: turn,
    ms: performance.now() - started,
    refused: result.refused === true,
    problem,
  });
}
