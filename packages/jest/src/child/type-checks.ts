import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { ProjectConfig, TransformEntry } from './jest-api';

const checkers = /[\\/]node_modules[\\/](ts-jest|jest-preset-angular)[\\/]/;

/**
 * Whether a transformer checks types during compilation, so that a change of types alone can fail the tests
 * that load the module. True if this can't be determined.
 */
export async function checksTypes(config: ProjectConfig): Promise<boolean> {
  for (const entry of config.transform.filter(mayGetCode))
    if (await transformerChecks(entry, config)) return true;
  return false;
}

const codeExtensions = ['ts', 'tsx', 'mts', 'cts', 'js', 'jsx', 'mjs', 'cjs'];

/**
 * Jest uses the first transformer whose pattern matches. A transformer that gets no code checks nothing, for
 * example ts-jest from a preset behind another transformer for the same files.
 */
function mayGetCode([pattern]: TransformEntry, index: number, all: readonly TransformEntry[]): boolean {
  const taken = all.slice(0, index).flatMap(([earlier]) => extensionsOf(earlier) ?? []);
  return (extensionsOf(pattern) ?? codeExtensions).some((extension) => !taken.includes(extension));
}

/** Which code files match a pattern such as `^.+\\.[tj]sx?$`; `undefined` if it depends on more than the extension. */
function extensionsOf(pattern: string): readonly string[] | undefined {
  const byExtension = /^(?:\^?\.[+*])?\\\.(?:[\w?]|\[\w+\]|\((?:\?:)?[\w?|[\]]+\))+\$$/;
  if (!byExtension.test(pattern)) return undefined;
  const fits = new RegExp(pattern);
  return codeExtensions.filter((extension) => fits.test(`/folder/file.${extension}`));
}

async function transformerChecks([, path, own]: TransformEntry, config: ProjectConfig): Promise<boolean> {
  if (!checkers.test(path)) return !/[\\/]node_modules[\\/]/.test(path) && mentionsChecker(path);
  const shared = config.globals?.['ts-jest'];
  const options: Readonly<Record<string, unknown>> = {
    ...(typeof shared === 'object' && shared !== null ? shared : {}),
    ...own,
  };
  if (options['isolatedModules'] === true || options['transpilation'] === true) return false;
  if (options['diagnostics'] === false) return false;
  return !(await isIsolatedByTsconfig(path, own, config));
}

function mentionsChecker(path: string): boolean {
  try {
    return /ts-jest|jest-preset-angular/.test(readFileSync(path, 'utf8'));
  } catch {
    return true;
  }
}

interface TsJest {
  createTransformer(options: unknown): TsJestTransformer | Promise<TsJestTransformer>;
}

interface TsJestTransformer {
  _configsFor?(options: object): { readonly isolatedModules?: unknown };
}

/** Calls an internal function of ts-jest. If that fails, ts-jest is assumed to check types. */
async function isIsolatedByTsconfig(path: string, options: unknown, config: ProjectConfig): Promise<boolean> {
  try {
    const module = createRequire(path)(path) as TsJest & { readonly default?: TsJest };
    const transformer = await (module.default ?? module).createTransformer(options);
    return transformer._configsFor?.({ config, cacheFS: new Map() }).isolatedModules === true;
  } catch {
    return false;
  }
}
