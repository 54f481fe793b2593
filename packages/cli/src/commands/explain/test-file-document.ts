import type { TestFileExplanation } from '@nx-testmon/engine';
import { toFallbackDocument } from '../../output/fallback-document';

/** A test file of one suite in `explain --json`. Documented in `docs/explain.md`. */
export interface TestFileDocument extends Omit<
  TestFileExplanation,
  'isSelected' | 'decision' | 'lastRun' | 'fallbacks'
> {
  readonly selected: boolean;
  readonly decision: TestFileExplanation['decision']['kind'];
  readonly lastRun?: {
    readonly outcome: 'passed' | 'failed';
    readonly durationMs: number;
    /** ISO 8601. */
    readonly endedAt: string;
  };
  readonly fallbacks: readonly ReturnType<typeof toFallbackDocument>[];
}

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
