import { mostFlaky } from '../src/view-model/describe-flaky';
import { formatCount, formatDuration, formatNumber, formatShare } from '../src/view-model/format';
import { type ExecutionSums, sumExecution } from '../src/view-model/sum-execution';
import { codeKey } from '../src/view-model/untested-code';
import type { PageContent } from './page-content';
import { Bar, Duration, Empty, Outcome, Path, Prose, TestFileLink, Time } from './parts';
import { ProjectTable } from './project-table';
import { SavedChart } from './saved-chart';
import { hrefTo } from './use-address';

const rowsInLists = 6;

export function OverviewPage({ report }: PageContent) {
  const [newest] = report.executions;
  const last = newest && sumExecution(newest);
  return (
    <>
      <h1 tabIndex={-1}>Last execution</h1>
      {last ? <Figures last={last} /> : <NoExecution />}
      <Problems report={report} />
      <ProjectTable report={report} last={last} />
      <FlakyTestFiles report={report} />
      <UntestedChanges report={report} />
      <Uncovered report={report} />
      {report.executions.length > 1 && <Saved report={report} />}
      <div class="columns">
        <Slowest report={report} />
        <Costliest report={report} />
      </div>
    </>
  );
}

function Problems({ report: { problems } }: PageContent) {
  if (problems.length === 0) return null;
  return (
    <section class="notice" aria-label="Problems">
      <h2>Not everything could be read</h2>
      <ul>
        {problems.map(({ task, text }, at) => (
          <li key={at}>
            {task !== undefined && <strong>{task}: </strong>}
            <Prose text={text} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function NoExecution() {
  return (
    <Empty title="No execution is recorded yet">
      <p>
        Every run that collects is recorded. Run <code>nx run-many -t testmon</code> or{' '}
        <code>testmon run</code>, then make the report again.
      </p>
    </Empty>
  );
}

function Figures({ last }: { readonly last: ExecutionSums }) {
  const skipped = last.total - last.selected;
  return (
    <>
      <p class="lead">
        <Outcome outcome={last.outcome} /> · <Time at={last.endedAt} /> ·{' '}
        {formatCount(new Set(last.runs.map(({ project }) => project)).size, 'project')}
        <span class="id" title="Execution ID">
          {last.id}
        </span>
      </p>
      <dl class="figures">
        <div>
          <dt>Test files skipped</dt>
          <dd>
            {formatNumber(skipped)} <span class="of">of {formatNumber(last.total)}</span>
          </dd>
          <Bar part={skipped} whole={last.total} kind="saved" />
        </div>
        <div>
          <dt>Time saved</dt>
          <dd>{formatDuration(last.savedMs)}</dd>
          <Bar part={last.savedMs} whole={last.savedMs + last.durationMs} kind="saved" />
        </div>
        <div>
          <dt>Test files run</dt>
          <dd>{formatNumber(last.selected)}</dd>
        </div>
        <div>
          <dt>Run time</dt>
          <dd>{formatDuration(last.durationMs)}</dd>
        </div>
      </dl>
    </>
  );
}

function FlakyTestFiles({ report: { testFiles } }: PageContent) {
  const flaky = mostFlaky(testFiles);
  if (flaky.length === 0) return null;
  return (
    <section>
      <h2>
        <a href={hrefTo('tests', { state: 'flaky' })}>Flaky test files</a>
      </h2>
      <ol class="list">
        {flaky.slice(0, rowsInLists).map((file) => (
          <li key={`${file.project}:${file.target}:${file.suite}:${file.path}`}>
            <TestFileLink file={file} />
            <span class="value">{formatCount(file.flaky?.failures ?? 0, 'failure')}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function UntestedChanges({ report: { untested } }: PageContent) {
  const { code, text } = untested;
  if (code.length === 0) return null;
  return (
    <section>
      <h2>
        <a href={hrefTo('untested')}>Untested changes</a>
      </h2>
      <p class="hint">
        <Prose text={text} />
      </p>
      <ol class="list">
        {code.slice(0, rowsInLists).map((one) => (
          <li key={codeKey(one)}>
            <Path path={one.file} line={one.line} />
            <span class="value">
              <code>{one.code}</code>
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Uncovered({ report: { uncovered } }: PageContent) {
  if (uncovered.length === 0) return null;
  return (
    <section>
      <h2>Tests that nx-testmon does not run</h2>
      <ul class="list">
        {uncovered.map(({ project, text }) => (
          <li key={project}>
            <span>
              <Prose text={text} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Saved({ report }: PageContent) {
  return (
    <section>
      <h2>
        <a href={hrefTo('time')}>Time saved</a>
      </h2>
      <SavedChart executions={report.executions.slice(0, 60).map(sumExecution)} height={150} />
    </section>
  );
}

function Slowest({ report: { testFiles } }: PageContent) {
  const slowest = testFiles
    .filter(({ lastRun }) => lastRun !== undefined)
    .sort((one, other) => (other.lastRun?.durationMs ?? 0) - (one.lastRun?.durationMs ?? 0))
    .slice(0, rowsInLists);
  if (slowest.length === 0) return null;
  return (
    <section>
      <h2>
        <a href={hrefTo('tests', { sort: '-duration' })}>Slowest test files</a>
      </h2>
      <ol class="list">
        {slowest.map((file) => (
          <li key={`${file.project}:${file.suite}:${file.path}`}>
            <TestFileLink file={file} />
            <span class="value">
              <Duration ms={file.lastRun?.durationMs} />
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Costliest({ report: { files, testFiles } }: PageContent) {
  if (files.length === 0) return null;
  const all = testFiles.reduce((sum, { lastRun }) => sum + (lastRun?.durationMs ?? 0), 0);
  return (
    <section>
      <h2>
        <a href={hrefTo('edits')}>Most expensive edits</a>
      </h2>
      <ol class="list">
        {files.slice(0, rowsInLists).map(({ path, durationMs }) => (
          <li key={path}>
            <a href={hrefTo('edits', { open: path })}>
              <Path path={path} />
            </a>
            <span class="value">
              {formatDuration(durationMs)} <span class="of">{formatShare(durationMs, all)}</span>
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
