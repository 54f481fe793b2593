import {
  type FileCounts,
  parseTaskOutput,
  renderSummary,
  type TaskCounts,
  type TaskSum,
} from '@nx-testmon/engine/summary';
import { mayHideOutput } from './may-hide-output';

/** The result of an Nx task, as Nx 21 to 24 report it. */
export interface NxTaskResult {
  readonly status: string;
  readonly task?: {
    readonly target: { readonly project: string; readonly target: string };
    readonly hash?: string;
  };
  /** The output of the task, from now or from when its result was cached; absent if it did not start. */
  readonly terminalOutput?: string;
}

/** The nx-testmon tasks among the tasks of a command. */
export interface SumOfResults {
  /** `undefined` if no numbers are known, or for a single task whose output Nx shows. */
  readonly summary: string | undefined;
  /** Names of the targets of these tasks. */
  readonly targets: ReadonlySet<string>;
}

/** @param argv the arguments of the command */
export function sumOfResults(results: readonly NxTaskResult[], argv: readonly string[]): SumOfResults {
  const sums: TaskSum[] = [];
  const targets = new Set<string>();
  for (const { task, status, terminalOutput } of results) {
    if (task === undefined || terminalOutput === undefined) continue;
    const parsed = parseTaskOutput(terminalOutput, task.target);
    if (parsed === undefined) continue;
    const { project, target } = task.target;
    targets.add(target);
    const end = endOf(status);
    sums.push({ project, end, ...(parsed.numbers ? { files: countFiles(parsed.numbers, end) } : {}) });
  }
  sums.push(...findNotStarted(results, targets));
  const isShown = sums.length === 1 && !mayHideOutput(argv);
  return { summary: isShown ? undefined : renderSummary(sums), targets };
}

/** Of a replayed task nothing runs, so the test files that ran then are skipped, too. */
function countFiles({ durationMs, ...files }: TaskCounts, end: TaskSum['end']): FileCounts {
  if (end !== 'replayed') return files;
  return { ...files, ...withoutRuns, skipped: files.total, savedMs: files.savedMs + durationMs };
}

const withoutRuns = { audited: 0, isOff: false, missed: 0, flaky: 0 } as const;

/** Tasks that did not start print nothing, so their targets are recognized by the other tasks. */
function findNotStarted(results: readonly NxTaskResult[], targets: ReadonlySet<string>): TaskSum[] {
  return results.flatMap(({ task, status }) =>
    task !== undefined && status === 'skipped' && targets.has(task.target.target)
      ? [{ project: task.target.project, end: 'not-started' as const }]
      : [],
  );
}

function endOf(status: string): TaskSum['end'] {
  switch (status) {
    case 'success':
      return 'passed';
    case 'local-cache':
    case 'local-cache-kept-existing':
    case 'remote-cache':
      return 'replayed';
    case 'stopped':
      return 'stopped';
    default:
      return 'failed';
  }
}
