/** What a command line asks of a runner beyond "run all tests of this project". */
export interface Narrowing {
  /** `-t`: only some tests of a file run, so that its result is no fact about the file. */
  readonly nameFilter: boolean;
  /** Other ways to run a part of a file (`--tagsFilter`, `file:line`): as above. */
  readonly partialFiles: boolean;
  /** Positional arguments: parts of paths of test files. */
  readonly fileFilters: readonly string[];
  /** Only some of the configuration's own projects run (`--project`, `--selectProjects`). */
  readonly projects: boolean;
  readonly shard: boolean;
  /** The runner makes a selection of its own (`--changed`, `--onlyChanged`, `--onlyFailures`). */
  readonly changed: boolean;
  /** `-u`: snapshots are rewritten, so a pass says nothing about the snapshots before. */
  readonly update: boolean;
  /** `--watch` and its kin; taken out: a task ends. */
  readonly watch: boolean;
  /** `--inspect` and its kin: made for one file at a time, at a human's pace. */
  readonly inspect: boolean;
  readonly coverage: boolean;
  /** `--bail`: the rest of the files does not run after a failure. */
  readonly bail: boolean;
  /** Runs no tests: `--listTags`, `--listTests`, `--clearCache`, `--help`, `--version` and their kin. */
  readonly listOnly: boolean;
}
