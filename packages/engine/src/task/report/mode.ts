import type { FullRunReason } from '../select-tests/full-run-reason';
import type { NoCollectReason } from '../task';

const fullRunReasons: Readonly<Record<FullRunReason, string>> = {
  noselect: 'noselect',
  'test-name-filter': 'filtered by test name',
  'named-test-files': 'filtered by file',
  'runner-selection': 'the test runner selects tests itself',
  update: 'snapshots are updated',
  breaker: 'an audit has turned the selection off',
};

const noCollectReasons: Readonly<Record<NoCollectReason, string>> = {
  debugger: 'a debugger is attached',
  watch: 'watch mode',
  update: 'snapshots are updated',
  'store-refused': 'the store is not used',
};

/** Describes why every test file runs. */
export function describeFullRun(reason: FullRunReason): string {
  return fullRunReasons[reason];
}

/** Describes why nothing is collected although the options allow it. */
export function describeNoCollect(reason: NoCollectReason): string {
  return noCollectReasons[reason];
}
