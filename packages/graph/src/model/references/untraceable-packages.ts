import type { FallbackCause, ImportBinding } from '@nx-testmon/core';

const starters =
  /^(?:node:)?(?:child_process|worker_threads|cluster|execa|cross-spawn|tinyexec|nano-spawn|zx|shelljs|tinypool|piscina|jest-worker)(?:\/|$)/;
const evaluators = /^(?:node:)?vm(?:\/|$)|^require-from-string$/;
const loaders =
  /^(?:proxyquire|esmock|rewire|rewiremock|testdouble|mock-require|import-fresh|import-from|import-cwd|jiti|bundle-require|tsx)(?:\/|$)/;
const nodeModule = /^(?:node:)?module$/;
const harmlessOfModule = new Set([
  'builtinModules',
  'isBuiltin',
  'findPackageJSON',
  'createRequire',
  'SourceMap',
]);

/** What a package can do that can't be followed. */
export function fallbackCausesOfPackage(specifier: string): FallbackCause[] {
  const causes: FallbackCause[] = [];
  if (starters.test(specifier)) causes.push('starts-process');
  if (evaluators.test(specifier)) causes.push('evaluates-code');
  if (loaders.test(specifier)) causes.push('computed-import');
  return causes;
}

/** The same for a package that is loaded as a whole. */
export function fallbackCausesOfLoading(specifier: string): FallbackCause[] {
  return nodeModule.test(specifier) ? ['computed-import'] : fallbackCausesOfPackage(specifier);
}

/** What an imported name can do that can't be followed; `createRequire` counts by how it is called. */
export function fallbackCausesOfBinding(
  { specifier, name }: ImportBinding,
  member: string | undefined,
): FallbackCause[] {
  const used = name === '*' || name === 'default' ? (member ?? name) : name;
  const isLoader = nodeModule.test(specifier) && !harmlessOfModule.has(used);
  return isLoader ? ['computed-import'] : fallbackCausesOfPackage(specifier);
}

/** Packages whose purpose is to read files. */
const readers =
  /^(?:(?:node:)?(?:fs|fs\/promises)|fs-extra|graceful-fs|glob|fast-glob|tinyglobby|globby|read-pkg|find-up|pkg-dir|load-json-file|cosmiconfig|jiti|c12)$/;

export function isFileReader(specifier: string): boolean {
  return readers.test(specifier);
}
