import { join } from 'node:path';
import { readKept, writeKept } from '../shared/kept-state.mts';
import type { CheckedFix } from './checked-fix.mts';
import type { DefectsSummary } from './render-fixes.mts';
import type { DefectsOptions } from './options.mts';

/** The options that must be the same for a run to continue an earlier one. */
export type DefectsPlan = Pick<
  DefectsOptions,
  'workspace' | 'at' | 'install' | 'build' | 'tests' | 'runner' | 'projects'
> & {
  /** Hashes of commits. */
  readonly fixes: readonly string[];
};

/** The results so far. */
export interface DefectsState {
  readonly plan: DefectsPlan;
  /** Digest of the lockfile that `node_modules` was installed from. */
  readonly installed?: string | undefined;
  readonly fixes: readonly CheckedFix[];
  readonly summary?: DefectsSummary;
}

export const stateName = 'defects.json';
export const stateFile = (dir: string): string => join(dir, stateName);

export function readState(dir: string, plan: DefectsPlan): DefectsState | undefined {
  return readKept<DefectsState>(stateFile(dir), plan, 'results');
}

/** The store is not copied: a killed run has only stored facts of commits, and none without a fix. */
export function writeState(dir: string, state: DefectsState): void {
  writeKept(stateFile(dir), state);
}
