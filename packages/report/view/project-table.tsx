import type { ReportDocument, ReportProject, ReportRun, ReportTestFile } from '../src/report-schema';
import { decisionCounts, decisionTexts } from '../src/view-model/describe-decision';
import { formatDuration, formatNumber } from '../src/view-model/format';
import { sortRows } from '../src/view-model/sort-rows';
import type { ExecutionSums } from '../src/view-model/sum-execution';
import type { PageContent } from './page-content';
import { Outcome, Prose, Ratio, taskTitle } from './parts';
import { hrefTo } from './use-address';

interface ProjectRow {
  readonly title: string;
  readonly run: ReportRun | undefined;
  readonly now: ReportProject | undefined;
}

/** The tasks of the last execution, and the tasks of the workspace that were not part of it. */
function projectRows(report: ReportDocument, runs: readonly ReportRun[]): ProjectRow[] {
  const rows = new Map<string, ProjectRow>();
  for (const now of report.projects) rows.set(taskTitle(now), { title: taskTitle(now), run: undefined, now });
  for (const run of runs) {
    const title = taskTitle(run);
    rows.set(title, { title, run, now: rows.get(title)?.now });
  }
  return sortRows([...rows.values()], ({ title }) => title, false);
}

/** The projects in the last execution, and the part of them that would run now. */
export function ProjectTable({ report, last }: PageContent & { readonly last: ExecutionSums | undefined }) {
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
          <TableHead />
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
      <td>{run ? <Outcome outcome={run.outcome} /> : <span class="none">not run</span>}</td>
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

function TableHead() {
  return (
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
  );
}
