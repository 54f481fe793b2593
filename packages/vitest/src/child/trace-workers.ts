import { readsEnvironment, tracedProcess } from '@nx-testmon/runner';
import { workerReads } from '../reads-settings';
import type { VitestApi } from './vitest-api';

const pools = ['threads', 'forks', 'vmThreads', 'vmForks'];

/**
 * Makes every worker load the preload script before all other code. Must be called before the first one
 * starts.
 *
 * @param subprocesses absolute path of a folder for the observations of processes that tests start
 */
export function traceWorkers(vitest: VitestApi, subprocesses: string): void {
  const traced = tracedProcess();
  if (traced === undefined) return;
  const measuresCoverage = vitest.config.coverage.enabled === true;
  Object.assign(process.env, readsEnvironment(workerReads(traced.settings, subprocesses, measuresCoverage)));
  const withPreload = (given: unknown) => [
    '--require',
    traced.preload,
    ...((given ?? []) as readonly string[]),
  ];
  if (Number.parseInt(vitest.version, 10) > 3) {
    for (const { config } of vitest.projects) config.execArgv = withPreload(config.execArgv);
    return;
  }
  // Vitest 3 starts its workers with the options of each pool, which it only reads from the root
  // configuration.
  const given = vitest.config.poolOptions ?? {};
  const ours: Record<string, Readonly<Record<string, unknown>>> = {};
  for (const pool of pools) ours[pool] = { ...given[pool], execArgv: withPreload(given[pool]?.['execArgv']) };
  vitest.config.poolOptions = { ...given, ...ours };
}

/**
 * Does not trace the test runner's search for test files, because the list of test files is compared
 * separately.
 */
export function searchUntraced<Result>(search: () => Promise<Result>): Promise<Result> {
  return tracedProcess()?.tracer.search(search) ?? search();
}

/**
 * Does not trace reads below a folder, such as a cache.
 *
 * @param folder absolute path
 */
export function leaveUntraced(folder: string): void {
  tracedProcess()?.tracer.ignore(folder);
}
