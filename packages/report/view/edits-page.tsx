import type { ReportFile, ReportTestFile } from '../src/report-schema';
import { matchesSearch } from '../src/view-model/filter-test-files';
import { formatCount, formatDuration, formatNumber, formatShare } from '../src/view-model/format';
import type { PageContent } from './page-content';
import { type Column, DataTable } from './data-table';
import { Filters, SearchField } from './filters';
import { Bar, Duration, Empty, Path, TestFileLink } from './parts';
import { hrefTo, useAddress } from './use-address';

function columnsFor(allMs: number): readonly Column<ReportFile>[] {
  return [
    { id: 'path', title: 'File', value: ({ path }) => path, cell: ({ path }) => <Path path={path} /> },
    {
      id: 'tests',
      title: 'Test files',
      value: ({ testFiles }) => testFiles,
      cell: ({ testFiles }) => formatNumber(testFiles),
      isNumber: true,
    },
    {
      id: 'duration',
      title: 'Test time',
      value: ({ durationMs }) => durationMs,
      cell: ({ durationMs }) => formatDuration(durationMs),
      isNumber: true,
    },
    {
      id: 'share',
      title: 'Share of test time',
      cell: ({ durationMs }) => (
        <span class="ratio">
          <Bar part={durationMs} whole={allMs} />
          <span>{formatShare(durationMs, allMs)}</span>
        </span>
      ),
      isMinor: true,
    },
  ];
}

export function EditsPage({ report: { files, testFiles } }: PageContent) {
  const { parameters } = useAddress();
  const shown = files.filter(({ path }) => matchesSearch(parameters['q'] ?? '', [path]));
  const all = testFiles.reduce((sum, { lastRun }) => sum + (lastRun?.durationMs ?? 0), 0);
  return (
    <>
      <h1 tabIndex={-1}>Cost of edits</h1>
      <p class="hint">
        For each file, the test files that depend on it. An edit selects at most these. An edit of one
        function selects only the test files that executed it.
      </p>
      <Filters status={`${formatNumber(shown.length)} of ${formatCount(files.length, 'file')}`}>
        <SearchField label="Search files" />
      </Filters>
      <DataTable
        caption="Files by the cost of an edit"
        noun="file"
        rows={shown}
        columns={columnsFor(all)}
        order="-duration"
        keyOf={({ path }) => path}
        details={(file) => <Slowest file={file} testFiles={testFiles} />}
        empty={<NoFiles isFiltered={files.length > 0} />}
      />
    </>
  );
}

function NoFiles({ isFiltered }: { readonly isFiltered: boolean }) {
  return isFiltered ? (
    <Empty title="No file matches">
      <p>
        <a href={hrefTo('edits')}>Remove the search</a>
      </p>
    </Empty>
  ) : (
    <Empty title="No dependencies are known yet">
      <p>Collecting runs store what each test file depends on.</p>
    </Empty>
  );
}

function Slowest({
  file: { slowest, testFiles: count },
  testFiles,
}: {
  readonly file: ReportFile;
  readonly testFiles: readonly ReportTestFile[];
}) {
  const found = slowest.flatMap((path) => testFiles.find((one) => one.path === path) ?? []);
  return (
    <div class="detail">
      <p class="hint">
        {count > found.length
          ? `The slowest ${formatNumber(found.length)} of ${formatCount(count, 'test file')}`
          : formatCount(count, 'test file')}
      </p>
      <ol class="list">
        {found.map((one) => (
          <li key={`${one.project}:${one.suite}:${one.path}`}>
            <TestFileLink file={one} />
            <span class="value">
              <Duration ms={one.lastRun?.durationMs} />
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}
