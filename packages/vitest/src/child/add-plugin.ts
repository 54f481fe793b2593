import type { DefineCacheKeyGenerator, ProjectApi, VitestApi, VitePlugin } from './vitest-api';

/**
 * Adds a plugin to the projects of `test.projects` that have a configuration of their own: those don't inherit
 * what the root was started with. To be called before the first module is transformed; where it is too late,
 * or Vite has changed, the plugin sees nothing, and nothing is taken for seen.
 */
export function addPlugin(
  vitest: VitestApi,
  plugin: VitePlugin,
  cacheKey: Parameters<DefineCacheKeyGenerator>[0],
): void {
  for (const project of vitest.projects) {
    let isNew = false;
    for (const plugins of pluginLists(project)) {
      if (plugins.some(({ name }) => name === plugin.name)) continue;
      plugins.unshift(plugin);
      isNew = true;
    }
    // Vitest 5 keeps one for each project; before, there is one for all.
    if (isNew) vitest.cache?._modules?.defineCacheKeyGenerator?.(project.config, cacheKey);
  }
}

function pluginLists({ vite, server }: ProjectApi): Set<VitePlugin[]> {
  const { pluginContainer, environments = {} } = vite ?? server ?? {};
  const containers = [...Object.values(environments).map((one) => one.pluginContainer), pluginContainer];
  return new Set(containers.flatMap((container) => (container?.plugins ? [container.plugins] : [])));
}
