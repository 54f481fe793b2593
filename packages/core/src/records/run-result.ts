import type { Fallback } from '../fallback/fallback';
import type { TestFileId } from './test-file-id';

/**
 * The file system accesses of a process, by path relative to the workspace root, each with the state at the first
 * access. Paths outside the workspace begin with `../`.
 */
export interface ReadTrace {
  /** Files that were read, or whose size or dates were: digest of the content, or `missing`. */
  readonly files: Readonly<Record<string, string>>;
  /** Files that the runner or Node's module loader read, most of them to run them as modules. */
  readonly modules: Readonly<Record<string, string>>;
  /** Folders that were listed: digest of the names. */
  readonly folders: Readonly<Record<string, string>>;
  /** The state of each looked-up path: `file`, `folder` or `missing`, with the targets of links. */
  readonly lookups: Readonly<Record<string, string>>;
  /** Folders of npm packages of which files were read. */
  readonly packages: readonly string[];
  /** Names of environment variables that were read before the process itself set them. Never their values. */
  readonly variables: readonly string[];
  /** Paths that did not exist and that the process created. */
  readonly created: readonly string[];
  /**
   * Ids of all modules that were executed, as the runner names them; absent where the runner does not report them. For
   * a process that runs no test file: paths of the modules that it executed.
   */
  readonly loaded?: readonly string[];
  /**
   * True where the test file shares modules with others of its process, and what these may have kept for it is
   * included: reads of shared code, and all loads.
   */
  readonly includesEarlierTestFiles?: boolean;
  /** How modules were loaded; absent where the process does not report all that it loads. */
  readonly loads?: TracedLoads;
  /** Why more may have been read than was seen; absent where nothing was missed. */
  readonly fallbacks?: readonly Fallback[];
}

/** How the modules of a process were loaded, literal imports included. */
export interface TracedLoads {
  /** For each loading module, by its path, the specifiers that are not the path of a file themselves. */
  readonly specifiers: Readonly<Record<string, readonly string[]>>;
  /** Paths of modules that Node's own loader has loaded for another module. */
  readonly byNode: readonly string[];
  /** Paths of those among them that had probes each time they were loaded. */
  readonly withProbes?: readonly string[];
}

/**
 * The loaded texts of modules: for each path relative to the workspace root, the digests of its content whenever it was
 * loaded. One digest, unless the file was edited meanwhile.
 */
export type LoadedTexts = Readonly<Record<string, readonly string[]>>;

/** The result of one test file. A test file without one did not run. */
export interface TestFileResult {
  readonly testFile: TestFileId;
  readonly outcome: 'passed' | 'failed';
  readonly durationMs: number;
  /** In ms since 1970. */
  readonly endedAt: number;
  /** False where a part of the file did not run: a name filter, `only`, a bail or a cancel. */
  readonly complete: boolean;
  /** Of a failed file: full names of the first tests that failed; absent where no name is known. */
  readonly failedTests?: readonly string[];
  /**
   * Names of the executed body blocks, and `moduleText` where the whole text counts, by the path of each loaded module
   * with probes; absent if nothing was collected.
   */
  readonly collected?: Readonly<Record<string, readonly string[]>>;
  /** Reads of its worker; absent where reads were not traced. */
  readonly reads?: ReadTrace;
  /** Loads of its own process; absent where several test files share a process, or nothing was collected. */
  readonly loadedTexts?: LoadedTexts;
  /** True where `loadedTexts` names every module of the workspace that its own process loaded. */
  readonly loadedTextsAreComplete?: true;
}

/** Why nothing was collected. */
export interface RunFallback {
  readonly fallback: Fallback;
  /** Absent: of all suites of the run. */
  readonly suite?: string;
}

/** How a run of the runner ended. */
export interface RunResult {
  readonly results: readonly TestFileResult[];
  /** Test files the runner itself found; `undefined` where it did not get that far. */
  readonly found?: readonly TestFileId[];
  /**
   * Test files that the runner started: what its filters and the request leave of those that it found; `undefined`
   * where it did not get that far.
   */
  readonly started?: readonly TestFileId[];
  /**
   * `failed`: tests failed. `unhandled`: errors outside any test file, so that no pass is to be trusted.
   * `interrupted`: cancelled or killed. `broken`: the runner did not start.
   */
  readonly outcome: 'passed' | 'failed' | 'unhandled' | 'interrupted' | 'broken';
  /** Reads of the runner's own process, for all test files; absent if its trace is incomplete. */
  readonly reads?: ReadTrace;
  /** Loads of processes that work for several test files. */
  readonly loadedTexts?: LoadedTexts;
  /** Why nothing was collected of a suite, or of all. */
  readonly fallbacks?: readonly RunFallback[];
  /** True where coverage was measured: its report is one of all these test files. */
  readonly measuresCoverage?: true;
  /** The runner's own exit code, or 128 + signal. */
  readonly exitCode: number;
  /** The message of the runner, if it did not start. */
  readonly message?: string;
}
