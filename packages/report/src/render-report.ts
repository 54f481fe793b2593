import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { embedDocument } from './embed-document';
import type { ReportDocument } from './report-schema';

/** One HTML page that shows the document and needs nothing else. */
export function renderReport(report: ReportDocument): string {
  // The build writes the page beside the compiled code.
  return embedDocument(readFileSync(join(__dirname, '../dist/page.html'), 'utf8'), report);
}
