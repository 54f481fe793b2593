import { readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, resolve } from 'node:path';
import { rethrowUnlessPathError } from '@nx-testmon/core';
import { isInFolder } from '@nx-testmon/runner';
import type { ProjectConfig, ReadConfigs } from './jest-api';
import { configOfProject } from './open-jest';

/**
 * Absolute paths of the workspace files that decide a configuration: the config files of all Jest projects,
 * their presets, and the files that were loaded to read them.
 */
export function configFiles(
  workspaceRoot: string,
  configPath: string | undefined,
  { globalConfig, configs: resolved }: ReadConfigs,
): string[] {
  const projects = (globalConfig.projects ?? []).filter((project) => typeof project === 'string');
  const configs = [configPath, ...projects.map(configOfProject)].filter((path) => path !== undefined);
  // All modules of the process share one cache, whichever `require` is used.
  const loaded = Object.keys(createRequire(__filename).cache);
  // Jest reads one key of a manifest. If code has loaded the manifest, for any key, it is among the modules.
  const isManifest = (path: string) => path === configPath && basename(path) === 'package.json';
  const files = new Set([
    ...configs.filter((path) => !isManifest(path)),
    ...configs.flatMap(presetsOf),
    ...resolved.flatMap(filesInOptions),
    ...loaded,
  ]);
  return [...files]
    .filter((file) => isInFolder(workspaceRoot, file) && !/[\\/]node_modules[\\/]/.test(file))
    .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile() === true)
    .sort();
}

/** Paths in the options of transformers, such as ts-jest's `tsconfig`. They may not exist. */
function filesInOptions({ rootDir, transform, globals }: ProjectConfig): string[] {
  const texts: string[] = [];
  JSON.stringify(
    [transform.map(([, , options]) => options), globals?.['ts-jest']],
    (_key, value: unknown) => {
      if (typeof value === 'string' && /[./\\]/.test(value)) texts.push(value);
      return value;
    },
  );
  return texts.map((text) => resolve(rootDir, text.replace('<rootDir>', rootDir)));
}

/** A string names the preset. Presets that are ECMAScript modules are in no readable cache. */
function presetsOf(config: string): string[] {
  const [, preset] = /\bpreset['"]?\s*:\s*['"`](\.[^'"`]+)['"`]/.exec(textOf(config)) ?? [];
  if (preset === undefined) return [];
  const path = resolve(dirname(config), preset);
  return [path, ...['.js', '.json', '.cjs', '.mjs', '.ts'].map((extension) => path + extension)];
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    rethrowUnlessPathError(error);
    return '';
  }
}
