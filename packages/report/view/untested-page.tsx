import type { ReportUntestedCode } from '../src/report-schema';
import { matchesSearch } from '../src/view-model/filter-test-files';
import { formatCount, formatNumber } from '../src/view-model/format';
import { codeKey } from '../src/view-model/untested-code';
import type { PageContent } from './page-content';
import { type Column, DataTable } from './data-table';
import { Filters, SearchField } from './filters';
import { Empty, Path, Prose } from './parts';
import { hrefTo, useAddress } from './use-address';

const columns: readonly Column<ReportUntestedCode>[] = [
  {
    id: 'file',
    title: 'File and line',
    value: ({ file, line }) => `${file}:${line}`,
    cell: ({ file, line }) => <Path path={file} line={line} />,
  },
  {
    id: 'code',
    title: 'Code',
    value: ({ code }) => code,
    cell: ({ code }) => <code>{code}</code>,
  },
  { id: 'kind', title: 'Kind', value: ({ kind }) => kind, cell: ({ kind }) => kind, isMinor: true },
];

export function UntestedPage({ report: { untested } }: PageContent) {
  const { code, text, isKnown } = untested;
  const { parameters } = useAddress();
  const shown = code.filter((one) => matchesSearch(parameters['q'] ?? '', [codeKey(one)]));
  return (
    <>
      <h1 tabIndex={-1}>Untested changes</h1>
      <p class="hint">
        Changed functions and branches that no test file executed when it last ran, in any project. The
        branches of a function that was not executed are not listed.
      </p>
      {code.length > 0 ? (
        <>
          <p class="lead">
            <Prose text={text} />
          </p>
          <Filters
            status={`${formatNumber(shown.length)} of ${formatCount(code.length, 'function or branch', 'functions and branches')}`}
          >
            <SearchField label="Search code" />
          </Filters>
          <DataTable
            caption="Changed code that no test file executed"
            noun="row"
            rows={shown}
            columns={columns}
            order="file"
            keyOf={codeKey}
            empty={<NoMatch />}
          />
        </>
      ) : (
        <Empty title={isKnown ? 'Nothing to list' : 'The changes could not be read'}>
          <p>
            <Prose text={text} />
          </p>
        </Empty>
      )}
      <UnknownFiles paths={untested.unknown} />
    </>
  );
}

function NoMatch() {
  return (
    <Empty title="No code matches">
      <p>
        <a href={hrefTo('untested')}>Remove the search</a>
      </p>
    </Empty>
  );
}

function UnknownFiles({ paths }: { readonly paths: readonly string[] }) {
  if (paths.length === 0) return null;
  return (
    <section>
      <h2>Unknown files</h2>
      <p class="hint">
        No test file has run these changed files with probes, so it is not known which of their code was
        executed.
      </p>
      <ul class="list">
        {paths.map((path) => (
          <li key={path}>
            <Path path={path} />
          </li>
        ))}
      </ul>
    </section>
  );
}
