/** The restrictions in a test runner's command line beyond "run all tests of this project". */
export interface RunFilters {
  /** `-t`: only some tests of a file run, so its result is not a fact about the file. */
  readonly nameFilter: boolean;
  /** Other options that run a part of a file (`--tagsFilter`, `file:line`). */
  readonly partialTestFiles: boolean;
  /** Positional arguments: parts of test file paths. */
  readonly fileFilters: readonly string[];
  /** Only some projects of the configuration run (`--project`, `--selectProjects`). */
  readonly projects: boolean;
  readonly shard: boolean;
  /** The test runner selects test files itself (`--changed`, `--onlyChanged`, `--onlyFailures`). */
  readonly changed: boolean;
  /** `-u`: snapshots are rewritten, so a pass does not confirm the previous snapshots. */
  readonly update: boolean;
  /** `--watch` and similar options, which are ignored: a task runs once and exits. */
  readonly watch: boolean;
  /** `--inspect` and similar options: a debugger is attached. */
  readonly inspect: boolean;
  readonly coverage: boolean;
  /** `--bail`: after a failure, the remaining files do not run. */
  readonly bail: boolean;
  /**
   * Runs no tests: `--listTags`, `--listTests`, `--clearCache`, `--help`, `--version` and similar options.
   */
  readonly listOnly: boolean;
}

/** A command line that runs all tests and does nothing else. */
export const noRunFilters: RunFilters = {
  nameFilter: false,
  partialTestFiles: false,
  fileFilters: [],
  projects: false,
  shard: false,
  changed: false,
  update: false,
  watch: false,
  inspect: false,
  coverage: false,
  bail: false,
  listOnly: false,
};
