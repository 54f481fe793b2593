import { formatCount, formatDuration, formatNumber, formatShare } from '../src/view-model/format';
import { type ExecutionSums, ofProject, sumExecution } from '../src/view-model/sum-execution';
import type { PageContent } from './page-content';
import { type Column, DataTable } from './data-table';
import { Filters, ProjectField } from './filters';
import { Empty, Outcome, Ratio, taskTitle, Time } from './parts';
import { SavedChart } from './saved-chart';
import { useAddress } from './use-address';

const columns: readonly Column<ExecutionSums>[] = [
  {
    id: 'time',
    title: 'Ended',
    value: ({ endedAt }) => endedAt,
    cell: ({ endedAt }) => <Time at={endedAt} />,
    isNumber: false,
  },
  {
    id: 'outcome',
    title: 'Outcome',
    value: ({ outcome }) => outcome,
    cell: ({ outcome }) => <Outcome outcome={outcome} />,
  },
  {
    id: 'projects',
    title: 'Projects',
    value: ({ runs }) => runs.length,
    cell: ({ runs }) => formatNumber(runs.length),
    isNumber: true,
    isMinor: true,
  },
  {
    id: 'run',
    title: 'Run',
    value: ({ selected, total }) => (total === 0 ? 0 : selected / total),
    cell: ({ selected, total }) => <Ratio part={selected} whole={total} />,
  },
  {
    id: 'duration',
    title: 'Run time',
    value: ({ durationMs }) => durationMs,
    cell: ({ durationMs }) => formatDuration(durationMs),
    isNumber: true,
    isMinor: true,
  },
  {
    id: 'saved',
    title: 'Saved',
    value: ({ savedMs }) => savedMs,
    cell: ({ savedMs }) => formatDuration(savedMs),
    isNumber: true,
  },
];

export function TimePage({ report: { executions, olderExecutions } }: PageContent) {
  const { parameters } = useAddress();
  const shown = ofProject(executions, parameters['project'] ?? '').map(sumExecution);
  const sum = (valueOf: (one: ExecutionSums) => number) => shown.reduce((all, one) => all + valueOf(one), 0);
  const [saved, ran] = [sum(({ savedMs }) => savedMs), sum(({ durationMs }) => durationMs)];
  return (
    <>
      <h1 tabIndex={-1}>Time saved</h1>
      {executions.length > 0 && (
        <Filters status={formatCount(shown.length, 'execution')}>
          <ProjectField names={executions.flatMap(({ runs }) => runs.map(({ project }) => project))} />
        </Filters>
      )}
      {shown.length > 0 && (
        <>
          <dl class="figures">
            <div>
              <dt>Saved</dt>
              <dd>{formatDuration(saved)}</dd>
            </div>
            <div>
              <dt>Run time</dt>
              <dd>{formatDuration(ran)}</dd>
            </div>
            <div>
              <dt>Share saved</dt>
              <dd>{formatShare(saved, saved + ran)}</dd>
            </div>
          </dl>
          <SavedChart executions={shown} height={260} />
        </>
      )}
      <DataTable
        caption="Executions"
        noun="execution"
        rows={shown}
        columns={columns}
        order="-time"
        keyOf={({ id }) => id}
        details={(one) => <Runs execution={one} />}
        empty={
          <Empty title="No execution is recorded yet">
            <p>Every run that collects is recorded.</p>
          </Empty>
        }
      />
      {olderExecutions > 0 && (
        <p class="hint">{formatCount(olderExecutions, 'older execution')} in the store, not in this report</p>
      )}
    </>
  );
}

function Runs({ execution: { id, runs } }: { readonly execution: ExecutionSums }) {
  return (
    <div class="detail">
      <p class="hint">
        Execution <code>{id}</code>
      </p>
      <ul class="list">
        {runs.map((run, at) => (
          <li key={at}>
            <span>
              {taskTitle(run)} <Outcome outcome={run.outcome} />
            </span>
            <span class="value">
              {formatNumber(run.selected)} <span class="of">of {formatNumber(run.total)} run,</span>{' '}
              {formatDuration(run.savedMs)} <span class="of">saved</span>
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
