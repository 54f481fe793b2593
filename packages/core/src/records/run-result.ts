import type { Fallback } from '../fallback/fallback';
import type { TestFileId } from './test-file-id';

/**
 * The file system accesses of a process, by path relative to the workspace root, each with the state at the first
 * access. Paths outside the workspace begin with `../`.
 */
export interface ReadTrace {
  /** Files whose content, size or dates were read: digest of the content, or `missing`. */
  readonly files: Readonly<Record<string, string>>;
  /** Files that the test runner or Node's module loader read, most of them to run them as modules. */
  readonly modules: Readonly<Record<string, string>>;
  /** Folders that were listed: digest of the names. */
  readonly folders: Readonly<Record<string, string>>;
  /** The state of each looked-up path: `file`, `folder` or `missing`, with the targets of links. */
  readonly lookups: Readonly<Record<string, string>>;
  /** Folders of npm packages that contain files that were read. */
  readonly packages: readonly string[];
  /** Names of environment variables that were read before the process itself set them. Values are never stored. */
  readonly variables: readonly string[];
  /** Paths that did not exist before the process created them. */
  readonly created: readonly string[];
  /**
   * Ids of all modules that were executed, as the test runner names them; absent if the test runner does not report
   * them. For a process that runs no test file: paths of the executed modules.
   */
  readonly loaded?: readonly string[];
  /**
   * True if the test file shares modules with others of its process, and the trace includes what these may have kept
   * for it: reads of shared code, and all loads.
   */
  readonly includesEarlierTestFiles?: boolean;
  /** How modules were loaded; absent if the process does not report all its loads. */
  readonly loads?: TracedLoads;
  /** Why more may have been read than was traced; absent if the trace is complete. */
  readonly fallbacks?: readonly Fallback[];
}

/** How the modules of a process were loaded, including literal imports. */
export interface TracedLoads {
  /** For each loading module, by its path, the specifiers that are not paths of files. */
  readonly specifiers: Readonly<Record<string, readonly string[]>>;
  /** Paths of modules that Node's own loader has loaded for another module. */
  readonly byNode: readonly string[];
  /** Paths of those among them that had probes each time they were loaded. */
  readonly withProbes?: readonly string[];
}

/**
 * The loaded texts of modules: for each path relative to the workspace root, the digests of its content at each load.
 * There is one digest, unless the file was edited during the run.
 */
export type LoadedTexts = Readonly<Record<string, readonly string[]>>;

/** The result of one test file. A test file without a result did not run. */
export interface TestFileResult {
  readonly testFile: TestFileId;
  readonly outcome: 'passed' | 'failed';
  readonly durationMs: number;
  /** In ms since 1970. */
  readonly endedAt: number;
  /** False if a part of the file did not run, because of a name filter, `only`, a bail or a cancellation. */
  readonly complete: boolean;
  /** For a failed file: full names of the first tests that failed; absent if no name is known. */
  readonly failedTests?: readonly string[];
  /**
   * Names of the executed body blocks, and `moduleText` if the whole text counts, by the path of each loaded module
   * with probes; absent if nothing was collected.
   */
  readonly collected?: Readonly<Record<string, readonly string[]>>;
  /** Reads of its worker; absent if reads were not traced. */
  readonly reads?: ReadTrace;
  /** Loads of its own process; absent if several test files share a process, or nothing was collected. */
  readonly loadedTexts?: LoadedTexts;
  /** True if `loadedTexts` contains every module of the workspace that its own process loaded. */
  readonly loadedTextsAreComplete?: true;
}

/** Why nothing was collected. */
export interface RunFallback {
  readonly fallback: Fallback;
  /** Absent if it applies to all suites of the run. */
  readonly suite?: string;
}

/** How a run of the test runner ended. */
export interface RunResult {
  readonly results: readonly TestFileResult[];
  /** Test files that the test runner itself found; `undefined` if it did not get that far. */
  readonly found?: readonly TestFileId[];
  /**
   * Test files that the test runner started: those among the found ones that match its filters and the request;
   * `undefined` if it did not get that far.
   */
  readonly started?: readonly TestFileId[];
  /**
   * `failed`: tests failed. `unhandled`: errors outside any test file, so that no pass can be trusted. `interrupted`:
   * cancelled or killed. `broken`: the test runner did not start.
   */
  readonly outcome: 'passed' | 'failed' | 'unhandled' | 'interrupted' | 'broken';
  /** Reads of the test runner's own process, for all test files; absent if its trace is incomplete. */
  readonly reads?: ReadTrace;
  /** Loads of processes that work for several test files. */
  readonly loadedTexts?: LoadedTexts;
  /** Why nothing was collected for a suite, or for all suites. */
  readonly fallbacks?: readonly RunFallback[];
  /** True if coverage was measured. The report covers all these test files together. */
  readonly measuresCoverage?: true;
  /** The test runner's own exit code, or 128 + signal. */
  readonly exitCode: number;
  /** The message of the test runner, if it did not start. */
  readonly message?: string;
}
