import { count, printable, renderProblem } from '@nx-testmon/core';
import type { MaintenanceOutcome, MaintenanceResult } from './maintain-store';

/** Describes the problems, then the outcome. */
export function maintenanceLines({ problems, outcome }: MaintenanceResult): string[] {
  return [
    ...problems.map(renderProblem),
    ...(outcome === undefined ? [] : [describeOutcome(outcome)]),
    ...(outcome?.kind === 'merged' ? selectionLines(outcome) : []),
  ];
}

function selectionLines({
  turnedOff,
  turnedOn,
}: Extract<MaintenanceOutcome, { readonly kind: 'merged' }>): string[] {
  const names = (projects: readonly string[]) => projects.map(printable).join(', ');
  return [
    ...(turnedOff.length > 0
      ? [`the selection is off now, because an audit elsewhere missed a test file: ${names(turnedOff)}`]
      : []),
    ...(turnedOn.length > 0 ? [`the selection is on again: ${names(turnedOn)}`] : []),
  ];
}

function describeOutcome(outcome: MaintenanceOutcome): string {
  switch (outcome.kind) {
    case 'merged': {
      const { merged, addedFacts, knownFacts, ignoredFacts, addedResults } = outcome;
      const ignored = ignoredFacts > 0 ? `, ${count(ignoredFacts, 'invalid fact')} ignored` : '';
      const results = addedResults > 0 ? `, ${count(addedResults, 'new result')} for \`testmon flaky\`` : '';
      return `merged ${count(merged, 'file')}: ${count(addedFacts, 'new fact')}, ${knownFacts} already known${ignored}${results}`;
    }
    case 'exported': {
      const { facts, records, folder } = outcome;
      return `exported ${count(facts, 'fact')} to ${count(records, 'record')} in ${folder}`;
    }
    case 'garbage-collected': {
      const { removedFacts, bytes, formerBytes } = outcome;
      return `removed ${count(removedFacts, 'fact')}; database size: ${kilobytes(bytes)} (was ${kilobytes(formerBytes)})`;
    }
  }
}

function kilobytes(bytes: number): string {
  return `${Math.ceil(bytes / 1024)} KB`;
}
