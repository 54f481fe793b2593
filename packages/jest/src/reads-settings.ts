import { dirname } from 'node:path';
import { childScripts, type ReadsSettings } from '@nx-testmon/runner';

/**
 * Jest's own packages. Other packages with similar names (`jest-image-snapshot`) read on behalf of a test.
 */
const runnerPackages = [
  'jest',
  'expect',
  String.raw`@jest/.+`,
  'jest-(?:changed-files|circus|cli|each|environment-jsdom|environment-node|jasmine2|message-util|mock)',
  'jest-(?:runner|runtime|snapshot|util|validate|watcher|worker)',
].join('|');
/**
 * Packages that find configurations, resolve modules, and list modules before anything runs. Discovery and
 * the dependency graph compare these reads.
 */
const searchPackages =
  'jest-config|jest-haste-map|jest-resolve|jest-resolve-dependencies|unrs-resolver|fb-watchman';
/** Packages that both Jest and a test may call: a part of Jest itself, its resolver, a compiler. */
const partsOfJest = String.raw`@swc\/core.*|unrs-resolver|@unrs\/.*|@jest\/core|jest-(?:cli|config|runner|runtime)`;
/** The settings of these packages in a manifest are part of the compile context of every module below it. */
const manifestPackages = String.raw`@babel/core|@babel/helper-compilation-targets|browserslist`;

/**
 * The settings of the preload script for Jest's own process, which may run test files itself.
 *
 * @param root absolute path of the workspace, links resolved
 * @param installationRoots of projects
 */
export function runnerReads(root: string, installationRoots: readonly string[]): ReadsSettings {
  return {
    root,
    installationRoots,
    role: 'runner',
    kind: 'shared-process',
    adapter: dirname(childScripts(__dirname)),
    packages: {
      runner: runnerPackages,
      search: searchPackages,
      manifests: manifestPackages,
      parts: partsOfJest,
      nxResolver: { package: '@nx/jest', moduleLoader: 'jest-runtime' },
      // `resolve` searches modules on behalf of its caller: jest-resolve, or a transformer.
      layers: 'graceful-fs|gensync|resolve',
    },
  };
}

/**
 * @param runner settings of the process that starts the worker
 * @param ignored folders of Jest's own caches
 */
export function workerReads(runner: ReadsSettings, ignored: readonly string[]): ReadsSettings {
  return { ...runner, role: 'worker', ignored };
}
