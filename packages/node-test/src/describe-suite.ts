import { formatSuiteId, type Suite } from '@nx-testmon/core';
import { type NodeCommandLine, nodeOptionValue } from './node-command-line';
import { testPatterns } from './test-patterns';

/** Options that name a file with environment variables or with more options. */
const files = ['env-file', 'env-file-if-exists', 'experimental-config-file'];

/** Node's wildcards do not match hidden files. */
const hidden = ['**/.*', '**/.*/**'];

function namesHidden(patterns: readonly string[]): boolean {
  return patterns.some((pattern) => /(^|\/)\.[^./]/.test(pattern));
}

/** Options that name a module to load before the tests. */
export const preloads = ['import', 'require', 'loader', 'experimental-loader', 'test-global-setup'];

/** Id of the suite of a project with this manifest. */
export function suiteId(projectName: string, manifest: string): string {
  return formatSuiteId({ project: projectName, config: manifest, runnerProject: '' });
}

/**
 * Describes the tests of a project as a suite.
 *
 * @param root folder of the project, relative to the workspace
 * @param manifest path of its `package.json`, relative to the workspace
 */
export function describeSuite(
  projectName: string,
  root: string,
  manifest: string,
  command: NodeCommandLine,
): Suite {
  const modules = command.options.filter(({ name }) => preloads.includes(name));
  const reporters = command.options.filter(({ name }) => name === 'test-reporter');
  const include = testPatterns(command);
  const setup = [...modules, ...reporters].flatMap(({ value }) =>
    value === undefined ? [] : moduleAt(root, value),
  );
  const read = command.options.filter(({ name }) => files.includes(name));
  const readFiles = read.flatMap(({ value = '' }) => (value.startsWith('/') ? value : joinPath(root, value)));
  const conditions = command.options
    .filter(({ name }) => name === 'conditions')
    .flatMap(({ value }) => value ?? []);
  return {
    id: suiteId(projectName, manifest),
    runnerProject: '',
    root,
    dir: root,
    include,
    exclude: ['**/node_modules/**', ...(namesHidden(include) ? [] : hidden)],
    includeSource: [],
    typecheck: { include: [], exclude: [] },
    setup: [...new Set([...setup, ...readFiles])],
    aliases: [],
    linksNames: true,
    keepsImports: true,
    conditions: [...new Set([...conditions, 'node', 'node-addons', 'module-sync'])],
    extensions: ['.js', '.json', '.node'],
    mainFields: ['main'],
    snapshots: 'custom',
    isolate: !isShared(command),
  };
}

/** Whether all test files run in one process. */
function isShared(command: NodeCommandLine): boolean {
  return nodeOptionValue(command, 'test-isolation', 'experimental-test-isolation') === 'none';
}

/** Node's built-in reporters are not modules. */
function moduleAt(root: string, value: string): string[] {
  if (/^(?:spec|tap|dot|junit|lcov|node:.*)$/.test(value)) return [];
  if (!/^\.{0,2}\//.test(value)) return [value];
  return value.startsWith('/') ? [value] : [joinPath(root, value)];
}

function joinPath(root: string, path: string): string {
  const parts = root === '.' ? [] : root.split('/');
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}
