import type { ReportTestFile } from '../report-schema';

type DecisionKind = ReportTestFile['decision'];

/** Why test files run or are skipped, after their number. */
export const decisionTexts: Readonly<Record<DecisionKind, string>> = {
  changed: 'changed',
  new: 'without facts',
  'failed-before': 'failed before',
  'environment-changed': 'in another environment',
  'not-comparable': 'not comparable',
  skipped: 'unaffected',
};

/** The number of test files for each kind of decision, in the order of {@link decisionTexts}. */
export function decisionCounts(testFiles: readonly ReportTestFile[]): (readonly [DecisionKind, number])[] {
  const counts = new Map<DecisionKind, number>();
  for (const { decision } of testFiles) counts.set(decision, (counts.get(decision) ?? 0) + 1);
  return (Object.keys(decisionTexts) as DecisionKind[]).flatMap((kind) => {
    const count = counts.get(kind);
    return count === undefined ? [] : [[kind, count] as const];
  });
}

/** The reason in as few words as a table has room for. */
export function shortReason({
  decision,
  wouldRun,
  assumed,
  changes,
  changedBlocks,
  reason,
}: ReportTestFile): string {
  switch (decision) {
    case 'changed': {
      const [first] = changes;
      if (first === undefined) return reason;
      return changedBlocks > 1 ? `${first.block} and ${changedBlocks - 1} more` : first.block;
    }
    case 'skipped':
      if (wouldRun) return reason;
      return assumed ? 'assumed passing' : 'nothing has changed';
    case 'new':
      return 'no facts yet';
    case 'failed-before':
      return 'failed before';
    case 'environment-changed':
      return 'environment changed';
    case 'not-comparable':
      return 'not comparable';
  }
}
