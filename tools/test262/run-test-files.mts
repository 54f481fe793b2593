import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { isDetached, endProcessTree, trackProcess } from '../shared/running-processes.mts';
import type { ScenarioResult } from './run-scenario.mts';
import type { ScenarioMode } from './scenario.mts';
import type { TestFileMessage, TestFileRequest } from './test-file-messages.mts';

/** A scenario, run without probes and with them. */
export interface ComparedScenario {
  readonly file: string;
  readonly mode: ScenarioMode;
  readonly plain: ScenarioResult;
  readonly probed: ScenarioResult;
}

/** A test file without a result for each scenario. */
export interface LostTestFile {
  readonly file: string;
  readonly reason: string;
}

export interface TestFilesInput {
  /** The checkout. */
  readonly root: string;
  readonly files: readonly string[];
  readonly processes: number;
  readonly onScenario: (scenario: ComparedScenario) => void;
  readonly onLost: (lost: LostTestFile) => void;
  readonly onTestFile: () => void;
}

const TIME_LIMIT_MS = 120_000;
/** Limits memory: modules of ended realms stay in memory until their process ends. */
const TEST_FILES_PER_PROCESS = 500;

/** Runs test files in several processes in parallel. */
export async function runTestFiles(input: TestFilesInput): Promise<void> {
  const waiting = input.files.toReversed();
  const runWaiting = async (): Promise<void> => {
    while (waiting.length > 0) await runInOneProcess(input, waiting);
  };
  await Promise.all(Array.from({ length: input.processes }, runWaiting));
}

/** Runs waiting test files in one process, until it has run enough of them or has failed. */
async function runInOneProcess(input: TestFilesInput, waiting: string[]): Promise<void> {
  const child = fork(join(import.meta.dirname, 'test-file-process.mts'), [input.root], {
    execArgv: ['--experimental-vm-modules', '--no-warnings'],
    // The console output of tests is ignored.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    detached: isDetached,
  });
  trackProcess(child);
  for (let count = 0; count < TEST_FILES_PER_PROCESS; count++) {
    const file = waiting.pop();
    if (file === undefined) break;
    const end = await runTestFile(child, file, input.onScenario);
    input.onTestFile();
    if (end === 'done') continue;
    input.onLost({ file, reason: end });
    break;
  }
  endProcessTree(child);
}

/** @returns `done`, or why the process must be ended */
function runTestFile(
  child: ChildProcess,
  file: string,
  onScenario: TestFilesInput['onScenario'],
): Promise<string> {
  return new Promise((resolve) => {
    let plain: ScenarioResult | undefined;
    const settle = (end: string): void => {
      clearTimeout(timer);
      child.off('exit', onExit);
      child.off('message', onMessage);
      resolve(end);
    };
    const run = (): string => (plain === undefined ? 'plainly' : 'with probes');
    const onExit = (code: number | null): void => settle(`its process ended ${run()} with exit code ${code}`);
    const onMessage = (message: TestFileMessage): void => {
      if (message.kind === 'done') return settle('done');
      const { kind, mode, result } = message;
      if (kind === 'probed' && plain !== undefined) onScenario({ file, mode, plain, probed: result });
      plain = kind === 'plain' ? result : undefined;
    };
    const timer = setTimeout(() => settle(`takes longer than ${TIME_LIMIT_MS} ms ${run()}`), TIME_LIMIT_MS);
    child.on('message', onMessage);
    child.once('exit', onExit);
    const request: TestFileRequest = { file };
    child.send(request);
  });
}
