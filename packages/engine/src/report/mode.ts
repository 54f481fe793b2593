import type { FullRunReason } from '../select-tests/full-run-reason';
import type { NoCollectReason } from '../task';

const fullRunReasons: Readonly<Record<FullRunReason, string>> = {
  noselect: 'noselect',
  'not-a-test-run': 'the runner is not asked to run tests',
  'test-name-filter': 'a filter by test name is given',
  'named-test-files': 'test files are named',
  'runner-selection': 'the runner is asked for a selection of its own',
  update: 'snapshots are updated',
};

const noCollectReasons: Readonly<Record<NoCollectReason, string>> = {
  debugger: 'a debugger is attached',
  watch: 'watch mode is asked for',
  update: 'snapshots are updated',
  'not-a-test-run': 'the runner is not asked to run tests',
};

/** Why every test file runs. */
export function describeFullRun(reason: FullRunReason): string {
  return fullRunReasons[reason];
}

/** Why nothing is collected although the options do not say so. */
export function describeNoCollect(reason: NoCollectReason): string {
  return noCollectReasons[reason];
}
