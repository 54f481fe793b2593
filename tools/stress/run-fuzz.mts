import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

export const fuzzTargets = ['record', 'options', 'lockfile', 'module'];
const HANG_MS = 5_000;

/**
 * Feeds one parser with inputs that nobody would write: none may crash it or keep it for five seconds.
 *
 * @returns problems, how many inputs were refused, and the slowest in ms
 */
export async function runFuzz(name, { inputs, seed }) {
  const found = { problems: [], refused: 0, slowestMs: 0 };
  for (let from = 0; from < inputs;) from = await runFrom(name, { seed, from, to: inputs }, found);
  return { ...found, slowestMs: Math.round(found.slowestMs) };
}

/** @returns the turn after the last one tried: a turn that hangs ends its worker */
function runFrom(name, range, found) {
  return new Promise((resolve) => {
    const worker = new Worker(join(import.meta.dirname, 'fuzz-worker.mts'), {
      workerData: { name, ...range },
    });
    let turn = range.from;
    let timer;
    const end = (next) => {
      clearTimeout(timer);
      void worker.terminate();
      resolve(next);
    };
    worker.on('message', (message) => {
      clearTimeout(timer);
      if (message.turn !== undefined) {
        turn = message.turn;
        timer = setTimeout(() => {
          found.problems.push(`fuzz ${name}, turn ${turn}: takes longer than ${HANG_MS} ms`);
          end(turn + 1);
        }, HANG_MS);
        return;
      }
      if (message.refused) found.refused++;
      found.slowestMs = Math.max(found.slowestMs, message.ms);
      if (message.problem) found.problems.push(`fuzz ${name}, turn ${message.done}: ${message.problem}`);
      if (message.done === range.to - 1) end(range.to);
    });
    worker.on('error', (error) => {
      found.problems.push(`fuzz ${name}, turn ${turn}: ${error.stack}`);
      end(turn + 1);
    });
  });
}
