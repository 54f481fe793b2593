import type { ProjectConfig } from './vitest-api';

/**
 * Whether each test file has modules of its own. Vitest 3 has this option per pool, and the pool can depend on the
 * file: one pool without isolation is enough.
 */
export function isIsolated(config: Pick<ProjectConfig, 'isolate' | 'poolOptions' | 'browser'>): boolean {
  const pools = Object.values(config.poolOptions ?? {});
  const shared = pools.some(
    (pool) => pool?.['isolate'] === false || pool?.['singleThread'] === true || pool?.['singleFork'] === true,
  );
  return (
    config.isolate !== false &&
    !shared &&
    !(config.browser?.enabled === true && config.browser.isolate === false)
  );
}
