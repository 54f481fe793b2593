import { type BlockKey, moduleOfBlock, parseBlockId } from '@nx-testmon/core';
import { describeDuration } from './reason';
import type { Selection } from '../task';

/** How a task is done, for its header. */
export interface HeaderMode {
  /** Why nothing is skipped, or `noselect`. */
  readonly whole: string | undefined;
  readonly verify: boolean;
  readonly forceselect: boolean;
  readonly collect: boolean;
  /** Why nothing is collected although the options do not say so. */
  readonly notCollecting?: string | undefined;
}

/** testmon's header line, such as `testmon: 3 of 412 test files selected (2 changed modules), …`. */
export function headerLine(selection: Selection, mode: HeaderMode): string {
  const total = selection.selected.length + selection.skipped.length;
  const details = [
    `testmon: ${selection.selected.length} of ${total} test files selected${describeCauses(selection)}`,
    ...(selection.savedMs > 0 && !mode.verify ? [`about ${describeDuration(selection.savedMs)} saved`] : []),
    `environment: ${selection.environment}`,
    ...(mode.whole === undefined ? [] : [withReason('noselect', mode.whole)]),
    ...(mode.forceselect ? ['forceselect'] : []),
    ...(mode.verify ? ['verify: all of them run'] : []),
    ...(mode.collect ? [] : [withReason('nocollect', mode.notCollecting)]),
  ];
  return details.join(', ');
}

function withReason(word: string, reason: string | undefined): string {
  return reason === undefined || reason === word ? word : `${word} (${reason})`;
}

function describeCauses({ selected }: Selection): string {
  const modules = new Set<string>();
  const counts = new Map<string, number>();
  for (const { decision } of selected) {
    if (decision.kind === 'changed') for (const block of decision.blocks) modules.add(moduleOrBlock(block));
    else if (decision.kind !== 'skipped')
      counts.set(words[decision.kind], (counts.get(words[decision.kind]) ?? 0) + 1);
  }
  const causes = [...counts].map(([kind, count]) => `${count} ${kind}`);
  if (modules.size > 0)
    causes.unshift(`${modules.size} changed ${modules.size === 1 ? 'module' : 'modules'}`);
  return causes.length > 0 ? ` (${causes.join(', ')})` : '';
}

/** The module of a block; what is no part of a module counts by itself. */
function moduleOrBlock(block: BlockKey): string {
  const id = parseBlockId(block);
  return (id && moduleOfBlock(id)) ?? block;
}

const words = {
  new: 'new',
  'failed-before': 'failed before',
  'environment-changed': 'of another environment',
  uncertain: 'uncertain',
} as const;

/** The closing line: what ran out of how many, what it saved, what was stored. */
export function closingLine(
  selection: Selection,
  done: {
    readonly ran: number;
    readonly durationMs: number;
    readonly savedMs: number;
    /** In all runs of the workspace that are known, this one included. */
    readonly savedInAll: number;
    readonly stored: string;
  },
): string {
  const total = selection.selected.length + selection.skipped.length;
  const saved = done.savedMs > 0 ? `about ${describeDuration(done.savedMs)} saved` : 'nothing saved';
  const inAll = done.savedInAll > done.savedMs ? ` (${describeDuration(done.savedInAll)} in all runs)` : '';
  return `testmon: ran ${done.ran} of ${total} test files in ${describeDuration(done.durationMs)}, ${saved}${inAll}, ${done.stored}`;
}

const reasonsShown = 10;

/** One line for each of the first selected test files, with its reason. */
export function reasonLines({ selected }: Selection): string[] {
  const lines = selected.slice(0, reasonsShown).map(({ file, reason }) => `testmon:   ${file}: ${reason}`);
  const more = selected.length - reasonsShown;
  return more > 0 ? [...lines, `testmon:   and ${more} more`] : lines;
}
