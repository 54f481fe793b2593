import { type BlockId, parseBlockId } from '@nx-testmon/core';
import { sum } from '../shared/statistics.mts';
import type { SelectedFile, TriedStep } from './replayed-step.mts';

/**
 * What can select a test file. The first ones are inherent in a selection by functions: such a test file would run
 * even if nothing else that changed counted.
 */
const inherent = ['test file', 'new', 'failed before', 'function'] as const;
const others = [
  'declaration',
  'class members',
  'top-level statements',
  'load order',
  'name of an export',
  'file that was read',
  'folder that was listed',
  'path that was looked up',
  'computed load',
  'variable',
  'manifest',
  'package',
  'configuration',
  'text of a module',
  'other file',
  'data files of a folder',
  'whole project',
  'environment',
  'not comparable',
  'no selection',
] as const;

export const causes = [...inherent, ...others] as const;
export type Cause = (typeof causes)[number];

const causeOfKind = {
  hop: 'name of an export',
  unresolved: 'name of an export',
  targets: 'name of an export',
  links: 'name of an export',
  pragmas: 'text of a module',
  types: 'text of a module',
  text: 'text of a module',
  'load-order': 'load order',
  resolution: 'manifest',
  emit: 'configuration',
  file: 'other file',
  folder: 'other file',
  declared: 'other file',
  data: 'data files of a folder',
  project: 'whole project',
  package: 'package',
  read: 'file that was read',
  list: 'folder that was listed',
  find: 'path that was looked up',
  load: 'computed load',
  variable: 'variable',
} as const satisfies { readonly [Kind in Exclude<BlockId['kind'], 'block'>]: Cause };

function causeOfName(module: string, name: string): Cause {
  if (module.endsWith('package.json')) return 'manifest';
  // The body of a function, or a branch in it.
  if (/\(\)(?:\/|$)/.test(name)) return 'function';
  if (name.endsWith('.<members>')) return 'class members';
  if (name === '<effects>' || name === '<exports>') return 'top-level statements';
  return name.endsWith('.<options>') ? 'configuration' : 'declaration';
}

function causeOfBlock(block: string, testFile: string): Cause {
  const id = parseBlockId(block);
  if (id === undefined) return 'other file';
  if ('module' in id && id.module === testFile && id.kind !== 'load-order') return 'test file';
  return id.kind === 'block' ? causeOfName(id.module, id.name) : causeOfKind[id.kind];
}

const causesOfReason: readonly (readonly [RegExp, Cause])[] = [
  [/^new\b/, 'new'],
  [/^failed before\b/, 'failed before'],
  [/^environment changed\b/, 'environment'],
  [/^not comparable\b/, 'not comparable'],
];

/** Everything that selects a test file, in the order of {@link causes}. */
function causesOf({ file, reason, changed }: SelectedFile): readonly Cause[] {
  const found = new Set((changed ?? []).map((block) => causeOfBlock(block, file)));
  if (found.size > 0) return causes.filter((cause) => found.has(cause));
  return [causesOfReason.find(([pattern]) => pattern.test(reason))?.[1] ?? 'no selection'];
}

/** How much one cause selects, in test files of all commits. */
export interface CauseCount {
  readonly cause: Cause;
  /** Test files that nothing earlier in the list of causes selects. Each test file counts for one cause. */
  readonly first: number;
  /** Test files that nothing else selects: so many fewer would run without this cause. */
  readonly alone: number;
  /** All test files that the cause selects. */
  readonly all: number;
}

/** The causes of all selections that have any, those that are inherent first. */
export function countCauses(steps: readonly TriedStep[]): readonly CauseCount[] {
  const found = steps.flatMap(({ files }) => files.map(causesOf));
  const counts = causes.map((cause) => {
    const having = found.filter((list) => list.includes(cause));
    return {
      cause,
      first: having.filter(([first]) => first === cause).length,
      alone: having.filter(({ length }) => length === 1).length,
      all: having.length,
    };
  });
  return counts.filter(({ all }) => all > 0);
}

/** How many test files would run if only changed test files and changed functions selected any. */
export function countInherent(counts: readonly CauseCount[]): number {
  const names: readonly Cause[] = inherent;
  return sum(counts.filter(({ cause }) => names.includes(cause)).map(({ first }) => first));
}
