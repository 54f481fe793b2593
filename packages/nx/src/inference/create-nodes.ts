import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CreateNodesV2 } from '@nx/devkit';
import { testRunners } from '@nx-testmon/engine/test-runners';
import { rethrowUnlessPathError } from '@nx-testmon/core';
import { inferProjects } from './infer-projects';
import { parsePluginOptions } from './plugin-options';

/**
 * Matches every file that may be a test configuration, and more: Nx needs one pattern before it knows the
 * plugin's options, and `include` may name files such as `unit.config.ts`.
 */
export const CONFIG_FILE_PATTERN = `**/{${['*.config*', ...configFileGlobs()].join(',')}}.{js,ts,mjs,mts,cjs,cts,json}`;

/** `vitest.config` → `*vitest*`; a name of one word is unchanged. */
function configFileGlobs(): string[] {
  const stems = testRunners.flatMap(({ configFiles }) => configFiles.map(({ stem }) => stem.split('.')));
  return [...new Set(stems.map(([word, ...others]) => (others.length > 0 ? `*${word}*` : `${word}`)))];
}

/**
 * Adds the targets `testmon` and `test-affected` to every project with a test configuration. It only reads
 * files and executes none, so that the project graph is fast and a broken configuration affects only its own
 * project.
 *
 * @throws Error for an invalid plugin option; Nx shows it with the plugin's name
 */
export const createNodesV2: CreateNodesV2<unknown> = [
  CONFIG_FILE_PATTERN,
  (configFiles, options, { nxJsonConfiguration, workspaceRoot }) => {
    const projects = inferProjects(configFiles, parsePluginOptions(options), {
      nxJson: nxJsonConfiguration,
      readText: cachedReader(workspaceRoot),
    });
    return projects.map(
      ({ root, configFile, targets }) => [configFile, { projects: { [root]: { root, targets } } }] as const,
    );
  },
];

function cachedReader(workspaceRoot: string): (path: string) => string | undefined {
  const texts = new Map<string, string | undefined>();
  return (path) => {
    if (!texts.has(path)) texts.set(path, readText(join(workspaceRoot, path)));
    return texts.get(path);
  };
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    rethrowUnlessPathError(error);
    return undefined; // deleted since Nx listed it, or a folder
  }
}
