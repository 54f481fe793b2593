import type { ReportDocument } from '../src/report-schema';

/** What every page receives. */
export interface PageContent {
  readonly report: ReportDocument;
}
