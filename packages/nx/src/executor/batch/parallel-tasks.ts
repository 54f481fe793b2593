import { PARALLEL } from '../../hook/variables';

const usualNumber = 3;

/** What decides how many tasks run at once, beside the command line. */
export interface ParallelSettings {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Of `nx.json`. */
  readonly configured: number | string | undefined;
  /** How many cores this process may use. */
  readonly cores: number;
}

/**
 * How many tasks Nx would run at once. Nx does not tell a batch, so it is found as Nx finds it: from the command line,
 * which the plugin's hook has read, then from `NX_PARALLEL`, then from `nx.json`.
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
