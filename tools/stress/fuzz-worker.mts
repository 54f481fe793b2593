// Tries the inputs of one fuzz target.
import { parentPort, workerData } from 'node:worker_threads';
import { seededRandom } from '../shared/random.mts';
import { describeError } from '../shared/stop.mts';
import type { FuzzMessage, FuzzRange } from './fuzz-messages.mts';
import { type FuzzResult, targets } from './fuzz-targets.mts';

const { name, seed, from, to } = workerData as FuzzRange;
const target = targets[name];

const report = (message: FuzzMessage): void => parentPort?.postMessage(message);

function check(input: string): FuzzResult {
  try {
    return target.check(input);
  } catch (error) {
    return { problem: describeError(error) };
  }
}

for (let turn = from; turn < to; turn++) {
  const turnSeed = seed * 1_000_000 + turn;
  const input = target.make(seededRandom(turnSeed), turnSeed);
  const started = performance.now();
  report({ kind: 'trying', turn });
  const result = check(input);
  const tried = { kind: 'tried', turn, ms: performance.now() - started } as const;
  if ('problem' in result) {
    report({ ...tried, refused: false, problem: `${result.problem}\n    input: ${input.slice(0, 2000)}` });
  } else {
    report({ ...tried, refused: result.refused });
  }
}
