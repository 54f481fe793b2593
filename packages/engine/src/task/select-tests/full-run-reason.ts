import type { RunFilters } from '@nx-testmon/runner';
import type { TaskOptions } from '../options/parse-task-options';

/** A filter in the arguments that makes the test runner run only some test files. */
export type FileFilter = 'named-test-files' | 'runner-selection';

/** Why every test file runs, independently of the facts. */
export type FullRunReason = 'noselect' | 'test-name-filter' | FileFilter | 'update' | 'breaker';

/** Files after an option such as `--findRelatedTests` are not test files. */
export function findFileFilter({ changed, fileFilters }: RunFilters): FileFilter | undefined {
  if (changed) return 'runner-selection';
  return fileFilters.length > 0 ? 'named-test-files' : undefined;
}

/**
 * Why nothing is skipped: the user's option, the test runner's arguments, or a breaker; `undefined` if test
 * files may be skipped. With `verify`, a breaker is not a reason, because everything runs anyway and is
 * compared with the selection.
 */
export function findFullRunReason(
  { select, forceselect, verify }: Pick<TaskOptions, 'select' | 'forceselect' | 'verify'>,
  filters: RunFilters,
  isBreakerSet: boolean,
): FullRunReason | undefined {
  if (!select) return 'noselect';
  const byFilters = forceselect ? undefined : findReasonInFilters(filters);
  return byFilters ?? (isBreakerSet && !verify ? 'breaker' : undefined);
}

function findReasonInFilters(filters: RunFilters): FullRunReason | undefined {
  const fileFilter = findFileFilter(filters);
  if (fileFilter !== undefined) return fileFilter;
  if (filters.nameFilter || filters.partialTestFiles) return 'test-name-filter';
  if (filters.update) return 'update';
  return undefined;
}
