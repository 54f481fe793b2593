import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { VitestApi, ViteServer } from './vitest-api';

/**
 * Absolute paths of the files that decide a configuration: the config files, the files that they import by
 * path, files that Vitest itself loaded for them (workspace file, custom reporters), and Vite's `.env` files.
 */
export function configFiles(vitest: VitestApi): string[] {
  const servers = [vitest, ...vitest.projects]
    .map(({ vite, server }) => vite ?? server)
    .filter((one) => one !== undefined);
  const files = new Set(servers.flatMap(filesOf));
  if (typeof vitest.config.workspace === 'string') files.add(vitest.config.workspace);
  for (const file of vitestWorkspaceFiles(vitest)) files.add(file);
  return [...files].filter((file) => !file.includes('/node_modules/') && existsSync(file)).sort();
}

function filesOf({ config, moduleGraph, environments }: ViteServer): string[] {
  const loaded = [moduleGraph, ...Object.values(environments ?? {}).map((one) => one.moduleGraph)].flatMap(
    (graph) => (graph?.fileToModulesMap === undefined ? [] : [...graph.fileToModulesMap.keys()]),
  );
  const envDir = typeof config.envDir === 'string' ? config.envDir : undefined;
  const envFiles = ['.env', '.env.local', `.env.${config.mode}`, `.env.${config.mode}.local`];
  return [
    ...(typeof config.configFile === 'string' ? [config.configFile] : []),
    // The traversal finds the keys that are read from an imported manifest.
    ...(config.configFileDependencies ?? []).filter((file) => basename(file) !== 'package.json'),
    ...loaded,
    ...(envDir === undefined ? [] : envFiles.map((name) => join(envDir, name))),
  ];
}

/** Vitest 3 finds its workspace file beside the configuration and does not report it. */
function vitestWorkspaceFiles(vitest: VitestApi): string[] {
  if (Number.parseInt(vitest.version, 10) !== 3) return [];
  const config = (vitest.vite ?? vitest.server)?.config.configFile;
  const folder = typeof config === 'string' ? dirname(config) : vitest.config.root;
  return readdirSync(folder)
    .filter((name) => /^vitest\.(workspace|projects)\.(json|[cm]?[jt]s)$/.test(name))
    .map((name) => join(folder, name));
}
