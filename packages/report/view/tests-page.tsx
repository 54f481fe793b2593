import type { ReportChange, ReportFlaky, ReportTestFile } from '../src/report-schema';
import { decisionCounts, decisionTexts, shortReason } from '../src/view-model/describe-decision';
import { describeFlaky } from '../src/view-model/describe-flaky';
import { filterTestFiles, testFileAddress } from '../src/view-model/filter-test-files';
import { formatCount, formatNumber } from '../src/view-model/format';
import type { PageContent } from './page-content';
import { type Column, DataTable } from './data-table';
import { ChoiceField, Filters, ProjectField, SearchField } from './filters';
import { Duration, Empty, Outcome, Path, taskTitle, Time } from './parts';
import { hrefTo, useAddress } from './use-address';

const columns: readonly Column<ReportTestFile>[] = [
  { id: 'path', title: 'Test file', value: ({ path }) => path, cell: ({ path }) => <Path path={path} /> },
  { id: 'project', title: 'Project', value: taskTitle, cell: taskTitle, isMinor: true },
  {
    id: 'now',
    title: 'Now',
    value: ({ wouldRun, decision }) => `${wouldRun ? 0 : 1} ${decision}`,
    cell: ({ wouldRun }) => <Now wouldRun={wouldRun} />,
  },
  {
    id: 'reason',
    title: 'Reason',
    value: shortReason,
    cell: (file) => <Reason file={file} />,
    isMinor: true,
  },
  {
    id: 'outcome',
    title: 'Last run',
    value: ({ lastRun }) => lastRun?.outcome,
    cell: (file) => <LastRun file={file} />,
    isMinor: true,
  },
  {
    id: 'duration',
    title: 'Duration',
    value: ({ lastRun }) => lastRun?.durationMs,
    cell: ({ lastRun }) => <Duration ms={lastRun?.durationMs} />,
    isNumber: true,
  },
];

export function TestsPage({ report: { testFiles, createdAt } }: PageContent) {
  const { parameters } = useAddress();
  const shown = filterTestFiles(testFiles, {
    search: parameters['q'] ?? '',
    project: parameters['project'] ?? '',
    state: parameters['state'] ?? '',
    reason: parameters['reason'] ?? '',
  });
  const running = shown.filter(({ wouldRun }) => wouldRun).length;
  return (
    <>
      <h1 tabIndex={-1}>Test files</h1>
      <p class="hint">
        What would run now: the stored facts, compared with the code as it was on <Time at={createdAt} />.
      </p>
      <Filters
        status={`${formatNumber(shown.length)} of ${formatCount(testFiles.length, 'test file')}, ${formatNumber(running)} would run`}
      >
        <SearchField label="Search paths and reasons" />
        <ProjectField names={testFiles.map(({ project }) => project)} />
        <ChoiceField
          label="State"
          name="state"
          choices={[
            ['run', 'Would run'],
            ['skip', 'Would be skipped'],
            ['failed', 'Failed last'],
            ['flaky', 'Flaky'],
            ['unknown', 'Never run'],
          ]}
        />
        <ChoiceField
          label="Reason"
          name="reason"
          choices={decisionCounts(testFiles).map(([kind, count]) => [
            kind,
            `${capitalize(decisionTexts[kind])} (${formatNumber(count)})`,
          ])}
        />
      </Filters>
      <DataTable
        caption="Test files"
        noun="test file"
        rows={shown}
        columns={columns}
        order="now"
        keyOf={testFileAddress}
        details={(file) => <Details file={file} />}
        empty={<NoTestFiles isFiltered={testFiles.length > 0} />}
      />
    </>
  );
}

function NoTestFiles({ isFiltered }: { readonly isFiltered: boolean }) {
  return isFiltered ? (
    <Empty title="No test file matches">
      <p>
        <a href={hrefTo('tests')}>Remove all filters</a>
      </p>
    </Empty>
  ) : (
    <Empty title="There are no test files">
      <p>No test files were found in these projects.</p>
    </Empty>
  );
}

function Now({ wouldRun }: { readonly wouldRun: boolean }) {
  return <span class={wouldRun ? 'now run' : 'now skip'}>{wouldRun ? 'runs' : 'skipped'}</span>;
}

function LastRun({ file: { lastRun, flaky } }: { readonly file: ReportTestFile }) {
  return (
    <>
      {lastRun ? <Outcome outcome={lastRun.outcome} /> : <span class="none">–</span>}
      {flaky && (
        <span class="flaky" title={describeFlaky(flaky)}>
          flaky
        </span>
      )}
    </>
  );
}

function Reason({ file }: { readonly file: ReportTestFile }) {
  const text = shortReason(file);
  return file.decision === 'changed' ? (
    <code class="reason" title={text}>
      {text}
    </code>
  ) : (
    <span class="reason">{text}</span>
  );
}

function Details({ file }: { readonly file: ReportTestFile }) {
  const { reason, wouldRun, suite, lastRun, flaky, changes, changedBlocks } = file;
  const more = changedBlocks - changes.length;
  return (
    <div class="detail">
      <p>
        <strong>{wouldRun ? 'Would run' : 'Would be skipped'}:</strong> {reason}
      </p>
      {changes.map((change) => (
        <ChangePath key={change.block} change={change} />
      ))}
      {more > 0 && <p class="hint">and {formatCount(more, 'more changed block')}</p>}
      {flaky && <Flaky flaky={flaky} />}
      <p class="hint">
        {lastRun ? (
          <>
            Last run <Outcome outcome={lastRun.outcome} /> on <Time at={lastRun.endedAt} />
          </>
        ) : (
          'No run is stored'
        )}{' '}
        · {taskTitle(file)} · suite <code>{suite}</code>
      </p>
    </div>
  );
}

function Flaky({ flaky }: { readonly flaky: ReportFlaky }) {
  const { lastFailedAt, firstDifference, failedTests } = flaky;
  const { outcome, endedAt, formerAt } = firstDifference;
  return (
    <>
      <p>
        <strong>Flaky:</strong> {describeFlaky(flaky)}. It {outcome === 'passed' ? 'failed' : 'passed'} on{' '}
        <Time at={formerAt} /> and {outcome} on <Time at={endedAt} />. The last failure was on{' '}
        <Time at={lastFailedAt} />.
      </p>
      {failedTests.length > 0 && (
        <ul class="list">
          {failedTests.map(({ name, failures }) => (
            <li key={name}>
              <span>{name}</span>
              <span class="value">{formatCount(failures, 'failure')}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

const endings: Readonly<Record<ReportChange['kind'], string>> = {
  reached: '',
  read: 'read by this test file when it last ran',
  variable: 'an environment variable that this test file read when it last ran',
  gone: 'no longer reached by this test file, or deleted',
};

/** From the changed block, one step a line, to the test file. */
function ChangePath({ change: { block, kind, steps, causes } }: { readonly change: ReportChange }) {
  return (
    <ol class="steps" aria-label={`Path from ${block}`}>
      <li class="change">
        <code>{block}</code>
        {causes.map((cause) => (
          <span class="note" key={cause}>
            fallback: {cause}
          </span>
        ))}
        {endings[kind] !== '' && <span class="note">{endings[kind]}</span>}
      </li>
      {steps.map((step, at) => (
        <li key={at}>
          <code>{step}</code>
        </li>
      ))}
    </ol>
  );
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
