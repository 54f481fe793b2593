import type { MissedEvidence } from './verify-selection';

/** Whether an audit calls a test file missed: only if nothing else explains that it failed. */
export function isMissedByAudit({ otherCause }: MissedEvidence): boolean {
  return otherCause === undefined;
}
