import type { RunFilters } from '@nx-testmon/runner';
import type { TaskOptions } from '../options/options';

/** The filter in the arguments, with which the test runner does not run all test files. */
export type FileFilter = 'named-test-files' | 'runner-selection';

/** Why every test file runs, independent of the facts. */
export type FullRunReason = 'noselect' | 'test-name-filter' | FileFilter | 'update';

/** Files after an option such as `--findRelatedTests` are not test files. */
export function findFileFilter({ changed, fileFilters }: RunFilters): FileFilter | undefined {
  if (changed) return 'runner-selection';
  return fileFilters.length > 0 ? 'named-test-files' : undefined;
}

/** Why nothing is skipped, if nothing is: the user's option, or the runner's arguments. */
export function findFullRunReason(
  { select, forceselect }: Pick<TaskOptions, 'select' | 'forceselect'>,
  filters: RunFilters,
): FullRunReason | undefined {
  if (!select) return 'noselect';
  if (forceselect) return undefined;
  const fileFilter = findFileFilter(filters);
  if (fileFilter !== undefined) return fileFilter;
  if (filters.nameFilter || filters.partialTestFiles) return 'test-name-filter';
  if (filters.update) return 'update';
  return undefined;
}
