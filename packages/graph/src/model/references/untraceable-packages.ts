import type { FallbackCause, ImportBinding } from '@nx-testmon/core';

const starters =
  /^(?:node:)?(?:child_process|worker_threads|cluster|execa|cross-spawn|tinyexec|nano-spawn|zx|shelljs)(?:\/|$)/;
/** Test runners start their own workers with the same packages. `@vitest/web-worker` starts no thread. */
const pools = /^(?:tinypool|piscina|jest-worker|@vitest\/web-worker)(?:\/|$)/;
const evaluators = /^(?:node:)?vm(?:\/|$)/;
const loaders =
  /^(?:proxyquire|esmock|rewire|rewiremock|testdouble|mock-require|import-fresh|import-from|import-cwd|jiti|bundle-require|require-from-string|tsx)(?:\/|$)/;
const nodeModule = /^(?:node:)?module$/;
const harmlessOfModule = new Set([
  'builtinModules',
  'isBuiltin',
  'findPackageJSON',
  'createRequire',
  'SourceMap',
]);

/** The untraceable effects of a package. */
export function fallbackCausesOfPackage(specifier: string): FallbackCause[] {
  const causes: FallbackCause[] = [];
  if (starters.test(specifier)) causes.push('starts-process');
  if (pools.test(specifier)) causes.push('starts-worker');
  if (evaluators.test(specifier)) causes.push('evaluates-code');
  if (loaders.test(specifier)) causes.push('changes-loading');
  return causes;
}

/** The same for a package that is loaded as a whole. */
export function fallbackCausesOfLoading(specifier: string): FallbackCause[] {
  return nodeModule.test(specifier) ? ['changes-loading'] : fallbackCausesOfPackage(specifier);
}

/** The untraceable effects of an imported name. For `createRequire`, its calls determine the effect. */
export function fallbackCausesOfBinding(
  { specifier, name }: ImportBinding,
  member: string | undefined,
): FallbackCause[] {
  const used = name === '*' || name === 'default' ? (member ?? name) : name;
  const isLoader = nodeModule.test(specifier) && !harmlessOfModule.has(used);
  return isLoader ? ['changes-loading'] : fallbackCausesOfPackage(specifier);
}

/** Packages whose purpose is to read files. */
const readers =
  /^(?:(?:node:)?(?:fs|fs\/promises)|fs-extra|graceful-fs|glob|fast-glob|tinyglobby|globby|read-pkg|find-up|pkg-dir|load-json-file|cosmiconfig|jiti|c12)$/;

export function isFileReader(specifier: string): boolean {
  return readers.test(specifier);
}
