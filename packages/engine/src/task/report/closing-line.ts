import { count } from '@nx-testmon/core';
import type { RecordedRun } from '../record/record-run';
import { describeDuration } from './reason';
import type { TaskResult } from './task-result';

/** Renders how many test files ran, what the selection saved, and what was stored. */
export function closingLine(result: TaskResult): string {
  const { selection, run, durationMs, savedMs, savedBeforeMs, recorded } = result;
  const { selected, skipped, outsideFilter } = selection;
  const total = count(selected.length + skipped.length + outsideFilter.length, 'test file');
  const saved = savedMs > 0 ? `about ${describeDuration(savedMs)} saved` : 'nothing saved';
  const inAll = savedBeforeMs > 0 ? ` (${describeDuration(savedBeforeMs + savedMs)} in all runs)` : '';
  const cut = run.outcome === 'interrupted' ? 'interrupted: ' : '';
  return `${cut}ran ${run.results.length} of ${total} in ${describeDuration(durationMs)}, ${saved}${inAll}, ${describeRecorded(recorded)}`;
}

function describeRecorded(recorded: RecordedRun | undefined): string {
  if (recorded === undefined) return 'nothing stored (nocollect)';
  // A record may contain only the numbers of the run.
  const hasFacts = recorded.facts > 0;
  switch (recorded.outcome) {
    case 'stored':
      return hasFacts ? `${count(recorded.facts, 'fact')} stored` : nothingNew;
    case 'kept-for-later':
      return hasFacts ? `${count(recorded.facts, 'fact')} kept for a later merge` : nothingNew;
    case 'lost':
      return 'no facts stored';
    case 'nothing-new':
      return nothingNew;
  }
}

const nothingNew = 'nothing new to store';
