import type { Narrowing } from '@nx-testmon/runner';

/** Options whose next argument is their value; those of Jest that take a list take all up to the next option. */
const valued = new Set(
  (
    'b bail c cacheDirectory changedSince collectCoverageFrom color config coverageDirectory coverageProvider ' +
    'coverageThreshold env filter globalSetup globalTeardown globals haste maxConcurrency maxWorkers w ' +
    'moduleNameMapper openHandlesTimeout outputFile prettierPath preset randomize resolver rootDir runner seed ' +
    'shard snapshotFormat t testEnvironment testEnvironmentOptions testFailureExitCode testNamePattern ' +
    'testResultsProcessor testRunner testSequencer testTimeout transform workerIdleMemoryLimit'
  ).split(' '),
);
const listed = new Set(
  (
    'coveragePathIgnorePatterns coverageReporters ignoreProjects moduleDirectories moduleFileExtensions ' +
    'modulePathIgnorePatterns modulePaths projects reporters roots selectProjects setupFiles setupFilesAfterEnv ' +
    'snapshotSerializers testMatch testPathIgnorePatterns testPathPattern testPathPatterns testRegex ' +
    'transformIgnorePatterns unmockedModulePathPatterns watchPathIgnorePatterns'
  ).split(' '),
);

/**
 * Reads a Jest command line without Jest.
 *
 * @param runnerArguments what would follow `jest`
 */
export function narrowing(runnerArguments: readonly string[]): Narrowing {
  const { options, files } = parseArguments(runnerArguments);
  const given = (...names: readonly string[]): boolean =>
    names.some((name) => {
      const values = options.get(name);
      return values !== undefined && values.at(-1) !== 'false';
    });
  const patterns = ['testPathPattern', 'testPathPatterns'].flatMap((name) => options.get(name) ?? []);
  return {
    nameFilter: given('t', 'testNamePattern'),
    partialFiles: false,
    fileFilters: [...files, ...patterns],
    projects: given('projects', 'selectProjects', 'ignoreProjects'),
    shard: given('shard'),
    changed: given(
      'o',
      'onlyChanged',
      'changedSince',
      'changedFilesWithAncestor',
      'lastCommit',
      'findRelatedTests',
      'f',
      'onlyFailures',
      'filter',
    ),
    update: given('u', 'updateSnapshot'),
    watch: given('watch', 'watchAll'),
    inspect: false,
    coverage: given('coverage', 'collectCoverage'),
    bail: given('b', 'bail') && options.get('bail')?.at(-1) !== '0',
    listOnly: given('listTests', 'showConfig', 'clearCache', 'init', 'help', 'h', 'version', 'v'),
  };
}

interface CommandLine {
  readonly options: ReadonlyMap<string, readonly string[]>;
  readonly files: readonly string[];
}

function parseArguments(runnerArguments: readonly string[]): CommandLine {
  const options = new Map<string, string[]>();
  const files: string[] = [];
  const isValue = (at: number) => runnerArguments[at] !== undefined && !runnerArguments[at].startsWith('-');
  for (let at = 0; at < runnerArguments.length; at++) {
    const argument = runnerArguments[at] as string;
    if (argument === '--') return { options, files: [...files, ...runnerArguments.slice(at + 1)] };
    if (!argument.startsWith('-') || argument === '-') {
      files.push(argument);
      continue;
    }
    const [, dashes = '', rest = '', value] = /^(-+)([^=]*)(?:=([\s\S]*))?$/.exec(argument) ?? [];
    const letters = dashes === '-' && value === undefined ? [...rest] : [rest];
    for (const letter of letters.slice(0, -1)) options.set(letter, ['true']);
    const name = camelCase(letters.at(-1) ?? '');
    if (/^no[A-Z]/.test(name) && !listed.has(name) && !valued.has(name)) {
      options.set(name.charAt(2).toLowerCase() + name.slice(3), ['false']);
      continue;
    }
    const values = value === undefined ? [] : [value];
    if (value === undefined && valued.has(name) && isValue(at + 1)) {
      values.push(runnerArguments[++at] as string);
    }
    while (listed.has(name) && isValue(at + 1)) values.push(runnerArguments[++at] as string);
    options.set(name, [...(options.get(name) ?? []), ...(values.length === 0 ? ['true'] : values)]);
  }
  return { options, files };
}

function camelCase(name: string): string {
  return name.replace(/-([a-zA-Z])/g, (_, letter: string) => letter.toUpperCase());
}
