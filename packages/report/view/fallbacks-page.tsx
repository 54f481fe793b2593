import { useState } from 'preact/hooks';
import type { ReportFallback, ReportTestFile } from '../src/report-schema';
import { matchesSearch } from '../src/view-model/filter-test-files';
import { formatCount, formatNumber } from '../src/view-model/format';
import type { PageContent } from './page-content';
import { Filters, ProjectField, SearchField } from './filters';
import { Empty, Path, Prose, taskTitle, TestFileLink } from './parts';
import { hrefTo, useAddress } from './use-address';

const scopeTexts: Readonly<Record<ReportFallback['scope'], string>> = {
  project: 'depends on the whole project',
  code: 'depends on all reachable code and all data files',
  data: 'depends on all data files',
  module: 'depends on the whole module',
};

export function FallbacksPage({ report: { fallbacks, testFiles } }: PageContent) {
  const { parameters } = useAddress();
  const project = parameters['project'] ?? '';
  const shown = fallbacks.filter(
    (one) =>
      (project === '' || one.project === project) &&
      matchesSearch(parameters['q'] ?? '', [one.text, one.project, one.heading]),
  );
  return (
    <>
      <h1 tabIndex={-1}>Fallbacks</h1>
      <p class="hint">
        Where something could not be traced, a test file depends on more than it executes and reads, and runs
        more often. Each cause says what to do.
      </p>
      {fallbacks.length > 0 && (
        <Filters status={`${formatNumber(shown.length)} of ${formatCount(fallbacks.length, 'cause')}`}>
          <SearchField label="Search causes" />
          <ProjectField names={fallbacks.map((one) => one.project)} />
        </Filters>
      )}
      {shown.length === 0 ? (
        <NoFallbacks isFiltered={fallbacks.length > 0} hasFacts={testFiles.some(({ lastRun }) => lastRun)} />
      ) : (
        groupByKind(shown).map((group) => <Kind key={group[0]?.kind} causes={group} testFiles={testFiles} />)
      )}
    </>
  );
}

/** The kinds with the most test files first. */
function groupByKind(fallbacks: readonly ReportFallback[]): ReportFallback[][] {
  const groups = new Map<string, ReportFallback[]>();
  for (const one of fallbacks) groups.set(one.kind, [...(groups.get(one.kind) ?? []), one]);
  const size = (group: readonly ReportFallback[]) =>
    group.reduce((sum, one) => sum + one.testFiles.length, 0);
  return [...groups.values()].sort((one, other) => size(other) - size(one));
}

function NoFallbacks({ isFiltered, hasFacts }: { readonly isFiltered: boolean; readonly hasFacts: boolean }) {
  if (isFiltered)
    return (
      <Empty title="No cause matches">
        <p>
          <a href={hrefTo('fallbacks')}>Remove all filters</a>
        </p>
      </Empty>
    );
  return hasFacts ? (
    <Empty title="No fallbacks">
      <p>Every test file depends on exactly what it executes and reads.</p>
    </Empty>
  ) : (
    <Empty title="Nothing is known yet">
      <p>Collecting runs detect what cannot be traced.</p>
    </Empty>
  );
}

interface KindContent {
  readonly causes: readonly ReportFallback[];
  readonly testFiles: readonly ReportTestFile[];
}

function Kind({ causes, testFiles }: KindContent) {
  const [first] = causes;
  if (first === undefined) return null;
  const { heading, scope, explanation, next } = first;
  return (
    <section class="kind">
      <h2>
        {heading} <span class="scope">{scopeTexts[scope]}</span>
      </h2>
      <p>
        <Prose text={`${explanation} ${next}`} />
      </p>
      <ul class="list">
        {causes.map((cause) => (
          <Cause key={`${cause.project}:${cause.target}:${cause.text}`} cause={cause} testFiles={testFiles} />
        ))}
      </ul>
    </section>
  );
}

/** How many test files of a cause are listed at first. */
const testFilesShown = 50;

function Cause({
  cause,
  testFiles,
}: {
  readonly cause: ReportFallback;
  readonly testFiles: readonly ReportTestFile[];
}) {
  const [isOpen, setIsOpen] = useState(false);
  const { testFiles: paths } = cause;
  return (
    <li>
      <details onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)}>
        <summary>
          <span class="cause">
            <CauseText cause={cause} />
          </span>
          <span class="value">
            <span class="of">{taskTitle(cause)}</span> {formatCount(paths.length, 'test file')}
          </span>
        </summary>
        {isOpen && (
          <ul class="plain">
            {paths.slice(0, testFilesShown).map((path) => {
              const file = testFiles.find((one) => one.path === path && one.project === cause.project);
              return <li key={path}>{file ? <TestFileLink file={file} /> : <Path path={path} />}</li>;
            })}
            {paths.length > testFilesShown && (
              <li class="hint">and {formatCount(paths.length - testFilesShown, 'more test file')}</li>
            )}
          </ul>
        )}
      </details>
    </li>
  );
}

/** The sentence, with the place in the code highlighted. */
function CauseText({ cause: { text, module, line } }: { readonly cause: ReportFallback }) {
  const place = line === undefined ? module : `${module}:${line}`;
  if (place === undefined || !text.startsWith(place)) return <>{text}</>;
  return (
    <>
      <code>{place}</code>
      {text.slice(place.length)}
    </>
  );
}
