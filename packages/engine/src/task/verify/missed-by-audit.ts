import type { MissedEvidence } from './verify-selection';

/** Whether an audit reports a test file as missed: only if nothing else explains its failure. */
export function isMissedByAudit({ otherCause }: MissedEvidence): boolean {
  return otherCause === undefined;
}
