/** What a runner's command line asks for beyond "run all tests of this project". */
export interface RunFilters {
  /** `-t`: only some tests of a file run, so that its result is no fact about the file. */
  readonly nameFilter: boolean;
  /** Other ways to run a part of a file (`--tagsFilter`, `file:line`): as above. */
  readonly partialTestFiles: boolean;
  /** Positional arguments: parts of paths of test files. */
  readonly fileFilters: readonly string[];
  /** Only some of the configuration's own projects run (`--project`, `--selectProjects`). */
  readonly projects: boolean;
  readonly shard: boolean;
  /** The runner makes a selection of its own (`--changed`, `--onlyChanged`, `--onlyFailures`). */
  readonly changed: boolean;
  /** `-u`: snapshots are rewritten, so a pass says nothing about the snapshots before. */
  readonly update: boolean;
  /** `--watch` and similar options, which are ignored: a task runs once and exits. */
  readonly watch: boolean;
  /** `--inspect` and similar options: a debugger is attached. */
  readonly inspect: boolean;
  readonly coverage: boolean;
  /** `--bail`: the rest of the files does not run after a failure. */
  readonly bail: boolean;
  /** Runs no tests: `--listTags`, `--listTests`, `--clearCache`, `--help`, `--version` and similar options. */
  readonly listOnly: boolean;
}
