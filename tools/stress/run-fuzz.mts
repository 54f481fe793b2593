import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { describeError } from '../shared/stop.mts';
import type { FuzzMessage, FuzzRange, FuzzTargetName } from './fuzz-messages.mts';

const HANG_MS = 5_000;

/** The findings for one parser. */
export interface FuzzFindings {
  readonly problems: readonly string[];
  /** Number of refused inputs. */
  readonly refused: number;
  readonly slowestMs: number;
}

/** The findings of one worker. */
interface WorkerFindings extends FuzzFindings {
  /** The turn after the last one that was tried. A turn that hangs ends its worker. */
  readonly next: number;
}

/** Gives one parser inputs that no writer produces. None may crash it or take longer than five seconds. */
export async function runFuzz(
  name: FuzzTargetName,
  { inputs, seed }: { readonly inputs: number; readonly seed: number },
): Promise<FuzzFindings> {
  const all: WorkerFindings[] = [];
  for (let from = 0; from < inputs; from = all.at(-1)?.next ?? inputs) {
    all.push(await runFrom({ name, seed, from, to: inputs }));
  }
  return {
    problems: all.flatMap(({ problems }) => problems),
    refused: all.reduce((sum, { refused }) => sum + refused, 0),
    slowestMs: Math.round(Math.max(0, ...all.map(({ slowestMs }) => slowestMs))),
  };
}

/** @throws Error if the worker fails before its first turn */
function runFrom(range: FuzzRange): Promise<WorkerFindings> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(join(import.meta.dirname, 'fuzz-worker.mts'), { workerData: range });
    const problems: string[] = [];
    let refused = 0;
    let slowestMs = 0;
    let turn: number | undefined;
    let timer: NodeJS.Timeout | undefined;
    const end = (next: number): void => {
      clearTimeout(timer);
      void worker.terminate();
      resolve({ next, problems, refused, slowestMs });
    };
    const addProblem = (of: number, problem: string): void =>
      void problems.push(`fuzz ${range.name}, turn ${of}: ${problem}`);
    const endHanging = (hanging: number): void => {
      addProblem(hanging, `takes longer than ${HANG_MS} ms`);
      end(hanging + 1);
    };
    worker.on('message', (message: FuzzMessage) => {
      clearTimeout(timer);
      turn = message.turn;
      if (message.kind === 'trying') {
        timer = setTimeout(endHanging, HANG_MS, message.turn);
        return;
      }
      if (message.refused) refused++;
      slowestMs = Math.max(slowestMs, message.ms);
      if (message.problem !== undefined) addProblem(message.turn, message.problem);
      if (message.turn === range.to - 1) end(range.to);
    });
    worker.on('error', (error) => {
      if (turn === undefined) return reject(error);
      addProblem(turn, describeError(error));
      end(turn + 1);
    });
  });
}
