import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { childOutputs, findConfig, receiveOutput, WatchedProcess } from '@nx-testmon/runner';
import { whileRunning } from '../read-task/shared-reader';
import { printProblem, printProgress } from '../progress';
import { chooseRunner } from '../../test-runners';
import type { Task } from '../task';
import type { TaskIo } from '../task-io';
import type { DoneTask } from '../task-report';

/**
 * Runs the test runner's own command, as without nx-testmon, if the user has turned nx-testmon off or the
 * arguments run no tests, such as `--version` or `--showConfig`. nx-testmon then reads and writes nothing.
 */
export async function runPlain(task: Task, io: TaskIo): Promise<DoneTask> {
  const started = io.clock();
  const { workspace, options } = task;
  const project = workspace.projects.find(({ name }) => name === task.project);
  const projectRoot = join(workspace.root, project?.root ?? '.');
  const runner = chooseRunner(projectRoot, options);
  const { config, runnerArguments } = options;
  const command = runner.plainCommand({
    projectRoot,
    config: findConfig(runner, { projectRoot, config, workspaceRoot: workspace.root }) ?? config,
    isConfigNamed: config !== undefined,
    runnerArguments,
  });
  if (!command.ok) {
    printProblem(io, command.problem);
    return { ...done(task, 'broken', 2, io.clock() - started), problem: command.problem };
  }
  if (!options.enabled) printProgress(io, { kind: 'disabled', runner: runner.title });
  const { words } = command;
  const stdio = childOutputs(io.output ?? 'inherit');
  const child = spawn(process.execPath, words, { cwd: projectRoot, env: io.env, stdio });
  if (typeof io.output === 'function') receiveOutput(child, io.output);
  const watched = new WatchedProcess(child, io.signals ?? process);
  const { exitCode, killedBy, startError } = await whileRunning(io, () => watched.ended);
  if (startError) {
    const detail = startError.message;
    const problem = { kind: 'command-not-started', command: String(words[0]), detail } as const;
    printProblem(io, problem);
    return { ...done(task, 'failed', 2, io.clock() - started), problem };
  }
  const outcome = killedBy !== undefined ? 'interrupted' : exitCode === 0 ? 'passed' : 'failed';
  return done(task, outcome, exitCode, io.clock() - started);
}

function done(
  { execId, project, target, options }: Task,
  outcome: DoneTask['report']['outcome'],
  exitCode: number,
  durationMs: number,
): DoneTask {
  const nothing = { selected: [], skipped: 0, total: 0, savedMs: 0 };
  const off = { enabled: false, collect: false, select: false } as const;
  const { environment } = options;
  return {
    report: { execId, project, target, ...off, environment, ...nothing, outcome, durationMs },
    exitCode,
    results: [],
  };
}
