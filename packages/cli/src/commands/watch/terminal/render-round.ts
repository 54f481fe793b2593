import { count, formatMessageLine, printable } from '@nx-testmon/core';
import { describeDuration } from '@nx-testmon/engine';
import type { Colors } from 'picocolors/types';
import type { Round, RoundEnd } from '../rounds/round';
import type { RoundDocument } from './round-schema';

/** Renders a round in one line: its cause, the selection, the result and the duration. */
export function renderRound(round: Round, end: RoundEnd, colors: Colors): string {
  const cause = formatMessageLine(`${describeCause(round)}: `);
  if (end.outcome === 'refused') return cause + colors.red('nothing could be run');
  const time = describeDuration(end.durationMs);
  const begin = end.outcome === 'interrupted' ? 'cancelled' : describeSelected(round, end);
  return `${cause}${[begin, ...describeResults(end, colors)].join(', ')} in ${time}`;
}

/** Why a round starts, such as `libs/cart/src/cart.ts and 2 more files changed`. */
export function describeCause({ cause, changed, filter }: Round): string {
  const within = filter === '' ? '' : ` (filter: ${printable(filter)})`;
  switch (cause) {
    case 'start':
      return `start${within}`;
    case 'change':
      return `${describeChanged(changed)} changed${within}`;
    case 'all':
      return `all test files${within}`;
    case 'failed':
      return `failed test files${within}`;
    case 'again':
      return `test files of the last round${within}`;
    case 'filter':
      return filter === '' ? 'no filter' : `filter: ${printable(filter)}`;
    case 'projects':
      return `projects or their dependencies changed${within}`;
  }
}

function describeChanged([first, ...others]: readonly string[]): string {
  if (first === undefined) return 'nothing';
  return others.length === 0
    ? printable(first)
    : `${printable(first)} and ${count(others.length, 'more file', 'more files')}`;
}

/** In a round of listed test files, the other test files are not counted. */
function describeSelected({ scope }: Round, { selected, total }: RoundEnd): string {
  return scope.kind === 'listed'
    ? `${count(selected, 'test file')} selected`
    : `${selected} of ${count(total, 'test file')} selected`;
}

function describeResults({ passed, failed, broken }: RoundEnd, colors: Colors): string[] {
  return [
    ...(passed.length > 0 ? [colors.green(`${passed.length} passed`)] : []),
    ...(failed.length > 0 ? [colors.red(`${failed.length} failed`)] : []),
    ...(broken.length > 0
      ? [colors.red(`${count(broken.length, 'task')} failed (${broken.map(printable).join(', ')})`)]
      : []),
  ];
}

/** A round as one line of `--json` output. */
export function toRoundDocument({ cause, changed, filter }: Round, end: RoundEnd): RoundDocument {
  const { outcome, exitCode, selected, total, passed, failed, broken, durationMs } = end;
  return {
    cause,
    changed,
    filter,
    outcome,
    exitCode,
    selected,
    total,
    passed: passed.length,
    failed: failed.map(({ task, testFile: { suite, path } }) => ({ task, suite, file: path })),
    failedTasks: broken,
    durationMs,
  };
}
