import type { ReportExecution, ReportRun } from '../report-schema';

/** The sums over the runs of an execution. Times in ms. */
export interface ExecutionSums {
  readonly id: string;
  /** In ms since 1970. */
  readonly endedAt: number;
  readonly outcome: ReportRun['outcome'];
  readonly runs: readonly ReportRun[];
  readonly selected: number;
  readonly total: number;
  readonly durationMs: number;
  readonly savedMs: number;
}

/** From the best to the worst. */
const outcomes: readonly ReportRun['outcome'][] = ['passed', 'interrupted', 'failed', 'broken'];

/** The outcome of an execution is the worst outcome of its runs. */
export function sumExecution({ id, endedAt, runs }: ReportExecution): ExecutionSums {
  const sum = (valueOf: (run: ReportRun) => number) => runs.reduce((all, run) => all + valueOf(run), 0);
  const worst = Math.max(0, ...runs.map(({ outcome }) => outcomes.indexOf(outcome)));
  return {
    ...{ id, endedAt: Date.parse(endedAt), runs },
    outcome: outcomes[worst] ?? 'passed',
    selected: sum(({ selected }) => selected),
    total: sum(({ total }) => total),
    durationMs: sum(({ durationMs }) => durationMs),
    savedMs: sum(({ savedMs }) => savedMs),
  };
}

/**
 * The executions with only the runs of a project. Executions without such runs are left out. An empty name means all
 * projects.
 */
export function ofProject(executions: readonly ReportExecution[], project: string): ReportExecution[] {
  return executions
    .map((one) => ({ ...one, runs: one.runs.filter((run) => project === '' || run.project === project) }))
    .filter(({ runs }) => runs.length > 0);
}
