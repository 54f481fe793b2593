import type { ProjectApi, VitestApi, VitePlugin } from './vitest-api';

/**
 * Adds a plugin to the projects of `test.projects` with their own configuration, which do not inherit the
 * plugins of the root. Must be called before the first module is transformed. If it is too late, or if Vite
 * has changed, the plugin instruments nothing, and no module counts as instrumented.
 */
export function addPlugin(vitest: VitestApi, plugin: VitePlugin): void {
  for (const project of vitest.projects) {
    for (const plugins of pluginLists(project)) {
      if (!plugins.some(({ name }) => name === plugin.name)) plugins.unshift(plugin);
    }
  }
}

/** The plugin lists of a project, one for each Vite environment. */
export function pluginLists({ vite, server }: ProjectApi): Set<VitePlugin[]> {
  const { pluginContainer, environments = {} } = vite ?? server ?? {};
  const containers = [...Object.values(environments).map((one) => one.pluginContainer), pluginContainer];
  return new Set(containers.flatMap((container) => (container?.plugins ? [container.plugins] : [])));
}
