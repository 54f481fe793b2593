import type { RunFilters } from '@nx-testmon/runner';
import type { TaskOptions } from '../options/options';

/** Why every test file runs, independent of the facts. */
export type FullRunReason =
  'noselect' | 'test-name-filter' | 'named-test-files' | 'runner-selection' | 'update';

/** Why nothing is skipped, if nothing is: the user's option, or the runner's arguments. */
export function findFullRunReason(
  { select, forceselect }: Pick<TaskOptions, 'select' | 'forceselect'>,
  filters: RunFilters,
): FullRunReason | undefined {
  if (!select) return 'noselect';
  if (forceselect) return undefined;
  // With these, the test runner does not run all test files. Files after an option such as `--findRelatedTests` are
  // not test files.
  if (filters.changed) return 'runner-selection';
  if (filters.fileFilters.length > 0) return 'named-test-files';
  if (filters.nameFilter || filters.partialTestFiles) return 'test-name-filter';
  if (filters.update) return 'update';
  return undefined;
}
