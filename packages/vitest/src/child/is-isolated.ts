import type { ProjectConfig } from './vitest-api';

/**
 * Whether each test file has its own modules. In Vitest 3, each pool has this option, and the pool can depend
 * on the file, so one pool without isolation is sufficient.
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
