import { randomUUID } from 'node:crypto';
import { testFileKey } from '@nx-testmon/core';
import { type DoneTask, runTask, SharedReader, type Task, type TestFileChoice } from '@nx-testmon/engine';
import { createExecutionId } from '@nx-testmon/engine/execution-id';
import { type CommandIo, failTasks, toInternalError } from '../../../command-io';
import { type CreatedTask, taskName } from '../../../targets/create-task';
import type { OpenedTargets } from '../../../targets/open-targets';
import { createRunTasks, type RunFlags } from '../../run/find-run';
import { type FinishedTask, sumExitCodes } from '../../run/render-runs';
import type { CancelSignals } from './cancel-signals';
import { orderTasks } from './order-tasks';
import { refusedEnd, type Round, type RoundEnd, type RoundTestFile } from './round';

/** What all rounds of a process share. */
export interface RoundSetting {
  readonly found: OpenedTargets;
  readonly flags: RunFlags;
  /** The arguments of the test runner, as the user typed them after `--`. */
  readonly runnerWords: readonly string[];
}

export interface RoundIo {
  readonly command: CommandIo;
  readonly signals: CancelSignals;
  /** Shows the output of a failed task and its test runner. */
  readonly show: (text: string) => void;
}

/** A finished task. Without `report`, it failed with an internal error. */
interface EndedTask extends FinishedTask {
  readonly name: string;
  readonly results: DoneTask['results'];
}

/** Runs the tasks of a round one after another, as `testmon run` does, and sums them up. */
export async function runRound(round: Round, setting: RoundSetting, io: RoundIo): Promise<RoundEnd> {
  const { command, signals } = io;
  const { found, flags, runnerWords } = setting;
  const started = command.clock();
  const execId = createExecutionId(started, randomUUID());
  const created = createRunTasks(
    found,
    { flags, runnerWords, execId },
    // Created for each round, because tasks share what they read only within a round.
    { ...command, write: () => undefined, signals, sharedReader: new SharedReader() },
  );
  if (!created.ok) return refusedEnd(failTasks(command, created.refused));
  const ended: EndedTask[] = [];
  let isCut = false;
  for (const one of orderTasks(created.tasks, round)) {
    const choice = choiceOf(round, taskName(one.task));
    if (choice === 'none') continue;
    if (signals.isCancelled) {
      isCut = true;
      break;
    }
    ended.push(await runOne(one, choice, io));
  }
  const sum = sumTasks(ended, command.clock() - started);
  const isInterrupted = signals.isCancelled && (isCut || ended.some(isCutShort));
  const { failed } = sum;
  return isInterrupted
    ? { ...sum, outcome: 'interrupted', exitCode: failed.length > 0 ? 1 : 0, broken: [] }
    : sum;
}

/**
 * Whether a cancel may have ended a task before its test files ended. A test runner that was about to start
 * fails.
 */
function isCutShort({ report }: EndedTask): boolean {
  return report?.outcome === 'interrupted' || report?.outcome === 'broken';
}

/** Runs a task, and shows its output if it failed. A bug in one task does not end the others. */
async function runOne(
  { task, io: taskIo }: CreatedTask,
  choice: TestFileChoice | undefined,
  { command, signals, show }: RoundIo,
): Promise<EndedTask> {
  const { project, target } = task;
  const name = taskName(task);
  const printed: Buffer[] = [];
  const chosen: Task = choice === undefined ? task : { ...task, choice };
  try {
    const done = await runTask(chosen, {
      ...taskIo,
      write: (line) => printed.push(Buffer.from(`${line}\n`)),
      output: (chunk) => printed.push(chunk),
    });
    const { report, exitCode } = done;
    const ended = {
      name,
      project,
      target,
      report,
      exitCode,
      results: resultsBefore(done, signals.cancelledAt),
    };
    const hasFailed = ended.results.some(({ outcome }) => outcome === 'failed');
    const isCancelled = signals.isCancelled && isCutShort(ended);
    if (exitCode !== 0 && (hasFailed || !isCancelled)) show(Buffer.concat(printed).toString('utf8'));
    return ended;
  } catch (error) {
    show(Buffer.concat(printed).toString('utf8'));
    failTasks(command, [{ name, problems: [toInternalError(error)] }]);
    return { name, project, target, exitCode: 2, results: [] };
  }
}

/** The results of test files. After a cancel, some test runners report stopped test files as failed. */
function resultsBefore({ results }: DoneTask, cancelledAt = Infinity): DoneTask['results'] {
  return results.filter(({ outcome, endedAt }) => outcome !== 'failed' || endedAt <= cancelledAt);
}

/** The test files of a task that run; `none` if none of them can be chosen. */
function choiceOf({ scope, filter }: Round, task: string): TestFileChoice | 'none' | undefined {
  if (scope.kind === 'affected' && filter === '') return undefined;
  const part = filter.toLowerCase();
  const own = scope.kind === 'listed' ? scope.testFiles.filter((one) => one.task === task) : undefined;
  if (own?.length === 0) return 'none';
  const listed = own && new Set(own.map(({ testFile }) => testFileKey(testFile)));
  return {
    isChosen: (testFile) =>
      testFile.path.toLowerCase().includes(part) && (listed?.has(testFileKey(testFile)) ?? true),
    runsSkipped: scope.kind !== 'affected',
  };
}

function sumTasks(ended: readonly EndedTask[], durationMs: number): RoundEnd {
  const exitCode = sumExitCodes(ended.map(toExitedTask));
  const results = ended.flatMap(({ name, results: own }) =>
    own.map(({ testFile, outcome }) => ({ task: name, testFile, outcome })),
  );
  const withOutcome = (wanted: string): RoundTestFile[] =>
    results
      .filter(({ outcome }) => outcome === wanted)
      .map(({ task, testFile: { suite, path } }) => ({ task, testFile: { suite, path } }));
  const sum = (value: (report: DoneTask['report']) => number) =>
    ended.reduce((all, { report }) => all + (report ? value(report) : 0), 0);
  const failed = withOutcome('failed');
  return {
    outcome: exitCode === 0 ? 'passed' : 'failed',
    exitCode,
    selected: sum((report) => report.selected.length),
    total: sum(({ total, outsideFilter = 0 }) => total + outsideFilter),
    passed: withOutcome('passed'),
    failed,
    broken: ended
      .filter(({ name, exitCode: code }) => code !== 0 && !failed.some(({ task }) => task === name))
      .map(({ name }) => name),
    durationMs,
  };
}

/** A test runner that was stopped from outside has failed. */
function toExitedTask({ project, target, exitCode }: EndedTask): FinishedTask {
  return { project, target, exitCode };
}
