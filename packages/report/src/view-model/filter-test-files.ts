import type { ReportTestFile } from '../report-schema';

/** Filters for the shown test files. An empty text matches all. */
export interface TestFileFilter {
  readonly search: string;
  readonly project: string;
  /** `run`, `skip`, `failed`, `flaky`, `unknown`. */
  readonly state: string;
  /** The kind of the decision. */
  readonly reason: string;
}

/** The test files that match all filters. */
export function filterTestFiles(
  testFiles: readonly ReportTestFile[],
  { search, project, state, reason }: TestFileFilter,
): ReportTestFile[] {
  return testFiles.filter(
    (file) =>
      (project === '' || file.project === project) &&
      (reason === '' || file.decision === reason) &&
      isInState(file, state) &&
      matchesSearch(search, [file.path, file.project, file.reason]),
  );
}

function isInState({ wouldRun, lastRun, flaky }: ReportTestFile, state: string): boolean {
  switch (state) {
    case 'run':
      return wouldRun;
    case 'skip':
      return !wouldRun;
    case 'failed':
      return lastRun?.outcome === 'failed';
    case 'flaky':
      return flaky !== undefined;
    case 'unknown':
      return lastRun === undefined;
    default:
      return true;
  }
}

/** Whether each word of the search occurs in one of the texts, ignoring case. */
export function matchesSearch(search: string, texts: readonly string[]): boolean {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return true;
  const lower = texts.map((text) => text.toLowerCase());
  return words.every((word) => lower.some((text) => text.includes(word)));
}

/** The identity of a test file in the URL. */
export function testFileAddress({ project, target, suite, path }: ReportTestFile): string {
  return [project, target, suite, path].join('|');
}
