/**
 * The tests of one runner configuration of one project (of one of its `test.projects`, where it has them),
 * as the runner itself resolved it. Paths are relative to the workspace root with forward slashes;
 * patterns are globs relative to `dir`.
 */
export interface Suite {
  /** Unique in the workspace and stable: what `formatSuiteId` makes of a `SuiteId`. */
  readonly id: string;
  /** The runner's name for it among `test.projects`; empty where there is one only. */
  readonly runnerProject: string;
  readonly root: string;
  /** Folder that the patterns are relative to. */
  readonly dir: string;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  /** Jest's own way to find test files; `include` and `exclude` are empty then. */
  readonly search?: TestFileSearch;
  /** Source files that hold tests of their own (`import.meta.vitest`). */
  readonly includeSource: readonly string[];
  /** Type tests (`*.test-d.ts`); empty patterns when type checking is off. */
  readonly typecheck: {
    readonly include: readonly string[];
    readonly exclude: readonly string[];
    /** Path of the tsconfig file that they are checked by, where the configuration names it. */
    readonly tsconfig?: string;
  };
  /**
   * Modules that run around the test files, also in other processes or realms than these: global setup, a custom
   * environment, runner, sequencer, snapshot serializers and environments. A path, or a specifier seen from `root`.
   */
  readonly setup: readonly string[];
  /**
   * Setup files: modules that run before each test file, in its own process and realm. A path, or a specifier seen
   * from `root`.
   */
  readonly setupFiles?: readonly string[];
  /** Aliases in the order the runner tries them. `pattern` marks a regular expression source. */
  readonly aliases: readonly {
    readonly find: string;
    readonly pattern: boolean;
    readonly replacement: string;
  }[];
  /** Folders in which names of packages are looked up too, and names of folders that are looked for upwards. */
  readonly modulePaths?: readonly string[];
  readonly moduleDirectories?: readonly string[];
  /**
   * Folders below which every file in a `__mocks__` stands in for the package of its name, without a mention in
   * the test. With `automock` that goes for modules too.
   */
  readonly mockRoots?: readonly string[];
  readonly automock?: boolean;
  /**
   * True where loading a module may read types or comments in it (it checks types, or a plugin reads its text), so
   * that a change of these alone can fail a test.
   */
  readonly checksTypes?: boolean;
  /**
   * True where modules may be linked before they run: a name that one of them lacks fails every module that loads it.
   */
  readonly linksNames?: boolean;
  /** True where imports of names that are only types are loaded as well. */
  readonly keepsImports?: boolean;
  /** The folder of the coverage report: no file in it is a data file. Absent if it may contain other files. */
  readonly coverageFolder?: string;
  /** Conditions and extensions for `package.json` exports, main fields and paths without extension. */
  readonly conditions: readonly string[];
  readonly extensions: readonly string[];
  readonly mainFields: readonly string[];
  /** The location of snapshots: `default`, or `custom` if a function of the configuration decides. */
  readonly snapshots: 'default' | 'custom';
  /** False where test files share modules, so that one may see another's state. */
  readonly isolate: boolean;
}

/**
 * How Jest finds test files: those with an extension of a module below `roots`, as patterns of their absolute
 * paths say. Patterns are as `formatWorkspaceText` makes them.
 */
export interface TestFileSearch {
  /** Folders relative to the workspace root. */
  readonly roots: readonly string[];
  /** With a leading dot. */
  readonly extensions: readonly string[];
  /** Globs: one must match; empty means any path. A later negative one takes back. */
  readonly testMatch: readonly string[];
  /** Regular expressions: one must match; empty means any path. */
  readonly testRegex: readonly string[];
  /** Regular expressions: none may match. */
  readonly ignore: readonly string[];
}

/** The suites of one configuration, and the files that the runner read to find them. */
export interface Discovery {
  /** Name of the runner. */
  readonly runner: string;
  /** Full version of the runner. */
  readonly version: string;
  readonly suites: readonly Suite[];
  /** Files the runner read for its configuration: the config file and those it imports, sorted. */
  readonly configFiles: readonly string[];
  /** Reads of the configuration's code while it ran; absent where they were not traced. */
  readonly reads?: DiscoveryReads;
}

/** Paths of what was read, listed and looked up, and names of environment variables. */
export interface DiscoveryReads {
  readonly files: readonly string[];
  readonly folders: readonly string[];
  readonly lookups: readonly string[];
  readonly variables: readonly string[];
}
