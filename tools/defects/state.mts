import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckedFix } from './checked-fix.mts';
import type { DefectsSummary } from './render-fixes.mts';
import type { DefectsOptions } from './options.mts';

/** What two runs must have in common for the second to continue the first. */
export type DefectsPlan = Pick<
  DefectsOptions,
  'workspace' | 'at' | 'install' | 'build' | 'tests' | 'runner' | 'projects'
> & {
  /** Hashes. */
  readonly fixes: readonly string[];
};

/** What was found so far. */
export interface DefectsState {
  readonly plan: DefectsPlan;
  /** Digest of the lockfile that `node_modules` was installed from. */
  readonly installed?: string | undefined;
  readonly fixes: readonly CheckedFix[];
  readonly summary?: DefectsSummary;
}

export const stateFile = (dir: string): string => join(dir, 'defects.json');

/**
 * What an earlier run in a folder has found; `undefined` where there was none.
 *
 * @throws Error when it was another one: its numbers would mix with these
 */
export function readState(dir: string, plan: DefectsPlan): DefectsState | undefined {
  if (!existsSync(stateFile(dir))) return undefined;
  const state = JSON.parse(readFileSync(stateFile(dir), 'utf8')) as DefectsState;
  if (JSON.stringify(state.plan) !== JSON.stringify(plan)) {
    throw new Error(
      `${dir} holds results of other commits or options; name another folder with --dir, or give --fresh`,
    );
  }
  return state;
}

/** Facts that a killed run has stored are those of a commit, so the store needs no copy. */
export function writeState(dir: string, state: DefectsState): void {
  const file = stateFile(dir);
  writeFileSync(`${file}.new`, `${JSON.stringify(state, undefined, 2)}\n`);
  renameSync(`${file}.new`, file);
}
