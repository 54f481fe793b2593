import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { ReportDocument } from '../src/report-schema';
import { formatNumber } from '../src/view-model/format';
import { type Page, pages } from '../src/view-model/page-address';
import { EditsPage } from './edits-page';
import { FallbacksPage } from './fallbacks-page';
import { OverviewPage } from './overview-page';
import type { PageContent } from './page-content';
import { Time } from './parts';
import { TestsPage } from './tests-page';
import { ThemeSwitch } from './theme-switch';
import { TimePage } from './time-page';
import { UntestedPage } from './untested-page';
import { AddressContext, hrefTo, useHashAddress } from './use-address';

const titles: Readonly<Record<Page, string>> = {
  overview: 'Overview',
  tests: 'Test files',
  untested: 'Untested changes',
  time: 'Time saved',
  edits: 'Cost of edits',
  fallbacks: 'Fallbacks',
};

const contents: Readonly<Record<Page, (content: PageContent) => JSX.Element>> = {
  overview: OverviewPage,
  tests: TestsPage,
  untested: UntestedPage,
  time: TimePage,
  edits: EditsPage,
  fallbacks: FallbacksPage,
};

function countOf(page: Page, report: ReportDocument): number | undefined {
  switch (page) {
    case 'tests':
      return report.testFiles.length;
    case 'untested':
      return report.untested.isKnown ? report.untested.code.length : undefined;
    case 'time':
      return report.executions.length;
    case 'edits':
      return report.files.length;
    case 'fallbacks':
      return report.fallbacks.length;
    case 'overview':
      return undefined;
  }
}

export function App({ report }: PageContent) {
  const address = useHashAddress();
  const { page } = address;
  const Content = contents[page];
  useFocusOnPage(page, report.workspace);
  useSearchKey();
  return (
    <AddressContext.Provider value={address}>
      <a class="skip-link" href="#content" onClick={focusContent}>
        Skip to the content
      </a>
      <header class="top">
        <p class="brand">
          <strong>{report.workspace}</strong> <span>nx-testmon</span>
        </p>
        <nav aria-label="Pages">
          <ul>
            {pages.map((one) => (
              <li key={one}>
                <a href={hrefTo(one)} {...(one === page ? { 'aria-current': 'page' } : {})}>
                  {titles[one]}
                  <PageCount value={countOf(one, report)} />
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <ThemeSwitch />
      </header>
      <main id="content" tabIndex={-1}>
        <Content key={page} report={report} />
      </main>
      <footer>
        <p>
          Made <Time at={report.createdAt} />
        </p>
      </footer>
    </AddressContext.Provider>
  );
}

function PageCount({ value }: { readonly value: number | undefined }) {
  return value === undefined ? null : <span class="count">{formatNumber(value)}</span>;
}

function focusContent(event: Event): void {
  event.preventDefault();
  document.getElementById('content')?.focus();
}

/** Another page begins at its top, and screen readers read its heading. */
function useFocusOnPage(page: Page, workspace: string): void {
  const isFirst = useRef(true);
  useEffect(() => {
    document.title = `${titles[page]} · ${workspace} · nx-testmon`;
    // An open row in the address may already have the focus.
    const isTaken = document.querySelector('main')?.contains(document.activeElement) === true;
    if (!isFirst.current && !isTaken) {
      scrollTo(0, 0);
      document.querySelector<HTMLElement>('main h1')?.focus();
    }
    isFirst.current = false;
    // On small screens, the navigation scrolls.
    const list = document.querySelector<HTMLElement>('.top nav');
    const current = list?.querySelector<HTMLElement>('[aria-current]');
    if (list && current) list.scrollLeft = current.offsetLeft - (list.clientWidth - current.offsetWidth) / 2;
  }, [page]);
}

/** `/` leads to the search field. */
function useSearchKey(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isTyping = (event.target as HTMLElement).matches('input, select, textarea');
      if (event.key !== '/' || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
      const field = document.querySelector<HTMLInputElement>('input[type=search]');
      if (!field) return;
      event.preventDefault();
      field.select();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
}
