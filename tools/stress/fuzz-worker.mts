// Tries the inputs of one target, from a turn on, and tells each turn before and after it, so that the one that
// hangs is known.
import { parentPort, workerData } from 'node:worker_threads';
import { seededRandom } from '../shared/random.mts';
import { targets } from './fuzz-targets.mts';

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
