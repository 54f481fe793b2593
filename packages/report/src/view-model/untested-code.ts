import type { ReportUntestedCode } from '../report-schema';

/** Unique among the untested code of a report. */
export function codeKey({ file, line, code }: ReportUntestedCode): string {
  return `${file}:${line} ${code}`;
}
