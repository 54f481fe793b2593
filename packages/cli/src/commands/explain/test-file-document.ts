import type { TestFileExplanation } from '@nx-testmon/engine';
import { toFallbackDocument } from '../../output/fallback-document';
import type { TestFileDocument } from './test-file-schema';

export function toTestFileDocument(explanation: TestFileExplanation): TestFileDocument {
  const { isSelected, decision, lastRun, fallbacks, ...same } = explanation;
  return {
    ...same,
    selected: isSelected,
    decision: decision.kind,
    ...(lastRun === undefined
      ? {}
      : { lastRun: { ...lastRun, endedAt: new Date(lastRun.endedAt).toISOString() } }),
    fallbacks: fallbacks.map(toFallbackDocument),
  };
}
