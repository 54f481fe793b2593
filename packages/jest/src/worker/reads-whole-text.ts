import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { packageNameOf } from '@nx-testmon/core';

export interface ConfiguredTransformer {
  /** Path of the transformer's module. */
  readonly path: string;
  readonly options: Readonly<Record<string, unknown>>;
}

export interface CompiledFile {
  readonly path: string;
  /** The working directory of the configuration. */
  readonly cwd: string;
}

/**
 * Whether a transformer may read comments, types or unexecuted code in a text. This is false for transformers
 * that are known to use only the syntax, unless they have unknown plugins.
 */
export function readsWholeText({ path, options }: ConfiguredTransformer, file: CompiledFile): boolean {
  switch (packageNameOf(path)) {
    case 'babel-jest':
      return hasForeignBabelPlugins(path, options, file);
    case 'ts-jest':
    case 'jest-preset-angular':
      return options['astTransformers'] !== undefined;
    case '@swc/jest':
      return /"plugins":/.test(JSON.stringify(options)) || hasSwcPlugins(file);
    case '@sucrase/jest-plugin':
    case 'esbuild-jest':
      return false;
    default:
      return true;
  }
}

/** Plugins in a `.swcrc`, which applies if the options do not override it. */
function hasSwcPlugins({ path, cwd }: CompiledFile): boolean {
  return [cwd, ...foldersAbove(path)].some((folder) => {
    const file = join(folder, '.swcrc');
    return existsSync(file) && /"plugins"\s*:/.test(readFileSync(file, 'utf8'));
  });
}

function foldersAbove(path: string): string[] {
  const folder = dirname(path);
  return folder === path ? [] : [folder, ...foldersAbove(folder)];
}

interface Babel {
  loadPartialConfigSync(options: object): {
    readonly options: { readonly plugins?: readonly BabelItem[]; readonly presets?: readonly BabelItem[] };
  } | null;
}

interface BabelItem {
  readonly options?: unknown;
  readonly file?: { readonly resolved: string };
}

/** Must be called after the file was compiled, because Babel caches the configuration that it has read. */
function hasForeignBabelPlugins(
  transformer: string,
  { excludeJestPreset: _, ...options }: Readonly<Record<string, unknown>>,
  { path, cwd }: CompiledFile,
): boolean {
  try {
    const babel = createRequire(transformer)('@babel/core') as Babel;
    const caller = { name: 'babel-jest', supportsStaticESM: false };
    const config = babel.loadPartialConfigSync({ ...options, filename: path, cwd, caller });
    const { plugins = [], presets = [] } = config?.options ?? {};
    return [...plugins, ...presets].some(
      (item) => item.options !== false && !isKnownBabelPackage(item.file?.resolved),
    );
  } catch {
    return true;
  }
}

function isKnownBabelPackage(resolved: string | undefined): boolean {
  const name = resolved && packageNameOf(resolved);
  return (
    !!name &&
    /^(?:@babel\/|@nx\/|babel-(?:plugin|preset)-(?:jest|istanbul|const-enum|current-node-syntax|react-app|expo)|babel-plugin-transform-typescript-metadata$|next$|metro-react-native-babel-preset$|@react-native\/babel-preset$)/.test(
      name,
    )
  );
}
