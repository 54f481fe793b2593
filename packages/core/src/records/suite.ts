/**
 * The tests of one test runner configuration of one project (of one of its `test.projects`, if it has them), as the
 * test runner itself resolved it. Paths are relative to the workspace root with forward slashes; patterns are globs
 * relative to `dir`.
 */
export interface Suite {
  /** Unique in the workspace and stable: a `SuiteId` that `formatSuiteId` formatted. */
  readonly id: string;
  /** The test runner's name for it among `test.projects`; empty if there is only one. */
  readonly runnerProject: string;
  readonly root: string;
  /** Folder that the patterns are relative to. */
  readonly dir: string;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  /** Jest's own search for test files; `include` and `exclude` are empty then. */
  readonly search?: TestFileSearch;
  /** Source files that contain tests themselves (`import.meta.vitest`). */
  readonly includeSource: readonly string[];
  /** Type tests (`*.test-d.ts`); empty patterns if type checking is off. */
  readonly typecheck: {
    readonly include: readonly string[];
    readonly exclude: readonly string[];
    /** Path of the tsconfig file for checking them, if the configuration names it. */
    readonly tsconfig?: string;
  };
  /**
   * Modules that run around the test files, also in processes or realms other than theirs: global setup, a custom
   * environment, test runner, sequencer, snapshot serializers and environments. A path, or a specifier that is
   * resolved from `root`.
   */
  readonly setup: readonly string[];
  /**
   * Setup files: modules that run before each test file, in its own process and realm. A path, or a specifier that is
   * resolved from `root`.
   */
  readonly setupFiles?: readonly string[];
  /** Aliases in the order in which the test runner tries them. `pattern` marks the source of a regular expression. */
  readonly aliases: readonly {
    readonly find: string;
    readonly pattern: boolean;
    readonly replacement: string;
  }[];
  /** Folders in which package names are also looked up, and names of folders that are searched for upwards. */
  readonly modulePaths?: readonly string[];
  readonly moduleDirectories?: readonly string[];
  /**
   * Folders with `__mocks__` folders below them. Every file there replaces the package of its name, even if the test
   * does not mention it. With `automock`, the same applies to modules.
   */
  readonly mockRoots?: readonly string[];
  readonly automock?: boolean;
  /**
   * True if loading a module may read types or comments in it (it checks types, or a plugin reads its text), so that
   * a change of these alone can fail a test.
   */
  readonly checksTypes?: boolean;
  /** True if modules may be linked before they run: a name that a module lacks fails every module that loads it. */
  readonly linksNames?: boolean;
  /** True if imports of names that are only types are loaded as well. */
  readonly keepsImports?: boolean;
  /** The folder of the coverage report, which contains no data files. Absent if it may contain other files. */
  readonly coverageFolder?: string;
  /** Conditions and extensions for `package.json` exports, main fields and paths without extension. */
  readonly conditions: readonly string[];
  readonly extensions: readonly string[];
  readonly mainFields: readonly string[];
  /** The location of snapshots: `default`, or `custom` if a function of the configuration determines it. */
  readonly snapshots: 'default' | 'custom';
  /** False if test files share modules, so that one may see the state of another. */
  readonly isolate: boolean;
}

/**
 * How Jest finds test files: files with a module extension below `roots`, filtered by patterns on their absolute
 * paths. The patterns have the form of `formatWorkspaceText`.
 */
export interface TestFileSearch {
  /** Folders relative to the workspace root. */
  readonly roots: readonly string[];
  /** With a leading dot. */
  readonly extensions: readonly string[];
  /** Globs: one must match; empty matches any path. A later negated glob excludes paths again. */
  readonly testMatch: readonly string[];
  /** Regular expressions: one must match; empty matches any path. */
  readonly testRegex: readonly string[];
  /** Regular expressions: none may match. */
  readonly ignore: readonly string[];
}

/** The suites of one configuration, and the files that the test runner read to find them. */
export interface Discovery {
  /** Name of the test runner. */
  readonly runner: string;
  /** Full version of the test runner. */
  readonly version: string;
  readonly suites: readonly Suite[];
  /** Files that the test runner read for its configuration: the configuration file and its imports, sorted. */
  readonly configFiles: readonly string[];
  /** Reads of the configuration's code while it ran; absent if they were not traced. */
  readonly reads?: DiscoveryReads;
}

/** Paths that were read, listed and looked up, and names of environment variables. */
export interface DiscoveryReads {
  readonly files: readonly string[];
  readonly folders: readonly string[];
  readonly lookups: readonly string[];
  readonly variables: readonly string[];
}
