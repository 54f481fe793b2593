import { type ReadsSettings } from '@nx-testmon/runner';

/** Jest's own packages. Others with such names (`jest-image-snapshot`) read what a test asks them for. */
const ofJest = [
  'jest',
  'expect',
  String.raw`@jest/.+`,
  'jest-(?:changed-files|circus|cli|each|environment-jsdom|environment-node|jasmine2|message-util|mock)',
  'jest-(?:runner|runtime|snapshot|util|validate|watcher|worker)',
].join('|');
/** What finds configurations, resolves modules, and lists them before anything runs: discovery and the walk compare it. */
const ofSearch =
  'jest-config|jest-haste-map|jest-resolve|jest-resolve-dependencies|unrs-resolver|resolve|fb-watchman';
/** Their settings in a manifest count by the rules for manifests. */
const ofManifests = String.raw`@babel/core|@babel/helper-compilation-targets|browserslist`;

/**
 * What the script that follows reads is told of Jest.
 *
 * @param root absolute path of the workspace, links resolved
 * @param ignored folders of Jest's own caches
 */
export function jestReads(
  root: string,
  role: ReadsSettings['role'],
  ignored: readonly string[] = [],
): ReadsSettings {
  return {
    root,
    role,
    adapter: __dirname,
    packages: { runner: ofJest, search: ofSearch, manifests: ofManifests, layers: 'graceful-fs|gensync' },
    sharesProcess: true,
    ignored,
  };
}
