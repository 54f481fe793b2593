import { joinTraces, type RunResult, type TestFileId, testFileKey } from '@nx-testmon/core';
import type { RunFilters, RunnerRun } from '@nx-testmon/runner';
import type { PreparedTask } from '../read-task/prepare-task';
import type { Task, TaskIo } from '../task';
import { storePlaces } from '../store/task-store';

/** Runs what is selected, and what only the runner itself finds; everything where the selection is verified. */
export async function runSelected(task: Task, prepared: PreparedTask, io: TaskIo): Promise<RunResult> {
  const { selection, testFiles } = prepared;
  const selects = prepared.whole === undefined && !task.options.verify;
  const request = runnerRun(task, prepared, io);
  const files = selection.selected.map(({ suite, file }) => ({ suite, path: file }));
  const run = await prepared.runner.run({ ...request, files: selects ? files : 'all' });
  const known = new Set(testFiles.map(({ suite, file }) => testFileKey({ suite, path: file })));
  const unforeseen = selects ? (run.found ?? []).filter((found) => !known.has(testFileKey(found))) : [];
  if (unforeseen.length === 0 || run.outcome === 'interrupted') return run;
  io.write(`testmon: ${unforeseen.length} more test files are known to the runner alone; they run too`);
  return joinRuns(run, await prepared.runner.run({ ...request, files: unforeseen }));
}

/** Test files in a run of their own, of which nothing is kept. */
export function runAlone(
  task: Task,
  prepared: PreparedTask,
  files: readonly TestFileId[],
  io: TaskIo,
): Promise<RunResult> {
  const are =
    files.length === 1
      ? 'test file that would have been skipped has'
      : 'test files that would have been skipped have';
  io.write(`testmon: verify: ${files.length} ${are} failed; once more, alone:`);
  return prepared.runner.run({
    ...runnerRun(task, prepared, io),
    keepCache: false,
    probes: undefined,
    files,
  });
}

function runnerRun(
  task: Task,
  { projectRoot, filters, order }: PreparedTask,
  io: TaskIo,
): Omit<RunnerRun, 'files'> {
  const { collect, config, runnerArguments } = task.options;
  return {
    workspaceRoot: task.workspace.root,
    projectRoot,
    projectName: task.project,
    config,
    runnerArguments,
    order,
    keepCache: collect,
    probes:
      collect && collectsBodies(task, filters)
        ? { instrumenter, cache: storePlaces(task.workspace.root, io.env).cache }
        : undefined,
    env: io.env,
    signals: process,
  };
}

function joinRuns(first: RunResult, second: RunResult): RunResult {
  const { reads: _, ...worse } = first.exitCode !== 0 || first.outcome !== 'passed' ? first : second;
  const reads = first.reads && second.reads && joinTraces(first.reads, second.reads);
  return { ...worse, results: [...first.results, ...second.results], ...(reads ? { reads } : {}) };
}

/** Loaded by the runner's own process, which transforms the sources. */
const instrumenter = require.resolve('@nx-testmon/graph/open-instrumenter');

/** Whether what runs is seen body by body. A debugger gets the code as it is; a part of a file gives no fact. */
function collectsBodies(
  { options }: Task,
  { inspect, update, nameFilter, partialTestFiles }: RunFilters,
): boolean {
  return options.probes && !inspect && !update && !nameFilter && !partialTestFiles;
}
