import type { ReportDocument, ReportProject, ReportRun, ReportTestFile } from '../src/report-schema';
import { formatCount, formatDuration, formatNumber, formatShare } from '../src/view-model/format';
import { decisionCounts, decisionTexts } from '../src/view-model/describe-decision';
import { type ExecutionSums, sumExecution } from '../src/view-model/sum-execution';
import type { PageContent } from './app';
import { Bar, Duration, Empty, Outcome, Path, Prose, Ratio, taskTitle, TestFileLink, Time } from './parts';
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
      <Projects report={report} last={last} />
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

interface ProjectRow {
  readonly title: string;
  readonly run: ReportRun | undefined;
  readonly now: ReportProject | undefined;
}

/** The tasks of the last execution, and those of the workspace that it had not. */
function projectRows(report: ReportDocument, runs: readonly ReportRun[]): ProjectRow[] {
  const rows = new Map<string, ProjectRow>();
  for (const now of report.projects) rows.set(taskTitle(now), { title: taskTitle(now), run: undefined, now });
  for (const run of runs) {
    const title = taskTitle(run);
    rows.set(title, { title, run, now: rows.get(title)?.now });
  }
  return [...rows.values()].sort((one, other) => (one.title < other.title ? -1 : 1));
}

function Projects({ report, last }: PageContent & { readonly last: ExecutionSums | undefined }) {
  const rows = projectRows(report, last?.runs ?? []);
  if (rows.length === 0) return null;
  return (
    <section>
      <h2>Projects</h2>
      <p class="hint">
        What would run now compares the stored facts with the code as it was when this report was made. The
        store does not keep why test files ran in earlier executions.
      </p>
      <div class="scroll" tabIndex={0} role="region" aria-label="Projects">
        <table class="grouped">
          <caption class="hidden">Projects in the last execution, and what would run now</caption>
          <thead>
            <tr>
              <td />
              <th scope="colgroup" colSpan={5}>
                Last execution
              </th>
              <th scope="colgroup" colSpan={2}>
                Would run now
              </th>
            </tr>
            <tr>
              <th scope="col">Project</th>
              <th scope="col">Outcome</th>
              <th scope="col">Run</th>
              <th scope="col" class="number">
                Skipped
              </th>
              <th scope="col" class="number">
                Saved
              </th>
              <th scope="col" class="number minor">
                Run time
              </th>
              <th scope="col">Test files</th>
              <th scope="col">Why</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <ProjectCells key={row.title} row={row} testFiles={report.testFiles} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function ProjectCells({
  row: { title, run, now },
  testFiles,
}: {
  readonly row: ProjectRow;
  readonly testFiles: readonly ReportTestFile[];
}) {
  const none = <span class="none">–</span>;
  return (
    <tr>
      <th scope="row">{title}</th>
      <td>{run ? <Outcome outcome={run.outcome} /> : <span class="none">not in it</span>}</td>
      <td>{run ? <Ratio part={run.selected} whole={run.total} /> : none}</td>
      <td class="number">{run ? formatNumber(run.total - run.selected) : none}</td>
      <td class="number">{run ? formatDuration(run.savedMs) : none}</td>
      <td class="number minor">{run ? formatDuration(run.durationMs) : none}</td>
      <td>{now ? <WouldRun now={now} /> : none}</td>
      <td class="why">{now ? <Why now={now} testFiles={testFiles} /> : none}</td>
    </tr>
  );
}

function WouldRun({ now }: { readonly now: ReportProject }) {
  return <Ratio part={now.wouldRun} whole={now.testFiles} />;
}

function Why({
  now,
  testFiles,
}: {
  readonly now: ReportProject;
  readonly testFiles: readonly ReportTestFile[];
}) {
  const own = testFiles.filter(
    ({ project, target, wouldRun }) => project === now.project && target === now.target && wouldRun,
  );
  const counts = decisionCounts(own);
  const texts = counts.map(([decision, count]) => (
    <a key={decision} href={hrefTo('tests', { project: now.project, state: 'run', reason: decision })}>
      {formatNumber(count)} {decisionTexts[decision]}
    </a>
  ));
  const notes = now.notes.map((note, at) => (
    <span class="note" key={at}>
      <Prose text={note} />
    </span>
  ));
  if (texts.length + notes.length === 0) return <span class="none">nothing has changed</span>;
  return (
    <>
      {texts} {notes}
    </>
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
              <strong>{project}</strong>{' '}
              <span class="of">
                <Prose text={text} />
              </span>
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
