import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readKept, writeKept } from '../shared/kept-state.mts';
import type { ReplaySummary } from './render-steps.mts';
import type { ReplayedStep } from './replayed-step.mts';

/** The options that must be the same for a replay to continue an earlier one. */
export interface ReplayPlan {
  readonly workspace: string;
  readonly fullEvery: number;
  readonly install?: string | undefined;
  readonly build?: string | undefined;
  readonly target: string;
  readonly projects?: readonly string[] | undefined;
  readonly peers: boolean;
  /** Hashes. */
  readonly commits: readonly string[];
}

/** The results of a replay so far. */
export interface ReplayState {
  readonly plan: ReplayPlan;
  /** Digest of the lockfile that `node_modules` was installed from. */
  readonly installed?: string | undefined;
  readonly steps: readonly ReplayedStep[];
  readonly summary?: ReplaySummary;
}

export const stateName = 'replay.json';

const fileOf = (dir: string): string => join(dir, stateName);
const storeOf = (dir: string, steps: number): string => join(dir, `store-${steps}`);

export function readState(dir: string, plan: ReplayPlan): ReplayState | undefined {
  return readKept<ReplayState>(fileOf(dir), plan, 'a replay');
}

/**
 * Writes the results after a step, with a copy of the store. A killed step has stored facts, which would make
 * its second try look better than it is.
 */
export function writeState(dir: string, state: ReplayState, testmonFolder: string): void {
  const { length } = state.steps;
  const store = storeOf(dir, length);
  rmSync(store, { recursive: true, force: true });
  if (existsSync(testmonFolder)) cpSync(testmonFolder, store, { recursive: true, preserveTimestamps: true });
  else mkdirSync(store, { recursive: true });
  writeKept(fileOf(dir), state);
  rmSync(storeOf(dir, length - 1), { recursive: true, force: true });
}

/** Restores the store to its state after the last known step. */
export function restoreStore(dir: string, steps: number, testmonFolder: string): void {
  rmSync(testmonFolder, { recursive: true, force: true });
  const store = storeOf(dir, steps);
  if (steps > 0 && existsSync(store)) {
    cpSync(store, testmonFolder, { recursive: true, preserveTimestamps: true });
  }
}
