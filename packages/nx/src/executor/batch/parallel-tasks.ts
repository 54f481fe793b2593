import type { EnvironmentVariables } from '@nx-testmon/core';
import { PARALLEL } from '../../hook/variables';

const usualNumber = 3;

/** The settings for the number of parallel tasks, besides the command line. */
export interface ParallelSettings {
  readonly env: EnvironmentVariables;
  /** The value in `nx.json`. */
  readonly configured: number | string | undefined;
  /** The number of cores that this process may use. */
  readonly cores: number;
}

/**
 * The number of tasks that Nx would run in parallel. Nx does not pass it to a batch, so it is computed as in
 * Nx: from the command line, which the plugin's hook has read, then from `NX_PARALLEL`, then from `nx.json`.
 */
export function parallelTasks({ env, configured, cores }: ParallelSettings): number {
  const { [PARALLEL]: given, NX_PARALLEL: variable } = env;
  if (given === 'false') return 1;
  const fallback = variable || configured || usualNumber;
  return toNumber(!given || given === 'true' ? fallback : given, cores);
}

/** A share of the cores ends with `%`. */
function toNumber(value: number | string, cores: number): number {
  const number = typeof value === 'number' ? value : Number.parseFloat(value);
  const tasks = String(value).endsWith('%') ? (cores * number) / 100 : number;
  return Number.isFinite(tasks) ? Math.max(1, Math.floor(tasks)) : usualNumber;
}
