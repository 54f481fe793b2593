import type { Narrowing } from '@nx-testmon/runner';

/**
 * Options whose next argument is never their value. Vitest's own parser gives the next argument to any
 * other option; an unknown one does the same here, so at worst a file filter is not seen as one.
 */
const flags = new Set(
  (
    'watch w run ui open update u passWithNoTests no-color clearScreen globals dom hideSkippedTests logHeapUsage ' +
    'allowOnly dangerouslyIgnoreUnhandledErrors includeTaskLocation isolate fileParallelism coverage standalone ' +
    'silent expandSnapshotDiff disableConsoleIntercept printConsoleTrace strictTags lastFailed clearCache browser ' +
    'typecheck help h version v detectAsyncLeaks css benchmark'
  ).split(' '),
);

/**
 * Reads a Vitest command line without Vitest.
 *
 * @param runnerArguments what would follow `vitest run`
 */
export function narrowing(runnerArguments: readonly string[]): Narrowing {
  const { options, files } = parseArguments(runnerArguments);
  const given = (...names: readonly string[]): boolean =>
    names.some((name) => {
      const value = options.get(name.toLowerCase());
      return value !== undefined && value !== 'false';
    });
  return {
    nameFilter: given('t', 'testNamePattern'),
    partialFiles:
      given('tagsFilter', 'tags-filter', 'tag') || files.some((file) => /:\d+(-\d+)?$/.test(file)),
    fileFilters: files,
    projects: given('project'),
    shard: given('shard'),
    changed: given('changed', 'related', 'lastFailed', 'last-failed'),
    update: given('u', 'update'),
    watch: given('w', 'watch', 'ui'),
    inspect: [...options.keys()].some((name) => name.startsWith('inspect')),
    coverage: [...options].some(([name, value]) => /^coverage(\.enabled)?$/.test(name) && value !== 'false'),
    bail: given('bail') && options.get('bail') !== '0',
    listOnly: given(
      'listTags',
      'list-tags',
      'clearCache',
      'clear-cache',
      'mergeReports',
      'merge-reports',
      'standalone',
      'help',
      'h',
      'version',
      'v',
    ),
  };
}

function parseArguments(runnerArguments: readonly string[]): {
  options: Map<string, string>;
  files: string[];
} {
  const options = new Map<string, string>();
  const files: string[] = [];
  for (let at = 0; at < runnerArguments.length; at++) {
    const argument = runnerArguments[at] as string;
    if (argument === '--') {
      files.push(...runnerArguments.slice(at + 1));
      break;
    }
    if (!argument.startsWith('-') || argument === '-') {
      files.push(argument);
      continue;
    }
    const [, dashes = '', rest = '', value] = /^(-+)([^=]*)(?:=([\s\S]*))?$/.exec(argument) ?? [];
    const names = dashes === '-' && value === undefined ? [...rest] : [rest];
    for (const one of names.slice(0, -1)) options.set(one.toLowerCase(), 'true');
    const name = names.at(-1) ?? '';
    if (name.startsWith('no-')) {
      options.set(name.slice(3).toLowerCase(), 'false');
      continue;
    }
    const next = runnerArguments[at + 1];
    const takesNext = value === undefined && !flags.has(name) && next !== undefined && !next.startsWith('-');
    if (takesNext) at++;
    options.set(name.toLowerCase(), value ?? (takesNext ? next : 'true'));
  }
  return { options, files };
}
