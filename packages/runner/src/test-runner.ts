import type {
  Discovery,
  Failed,
  RunnerProblem,
  RunResult,
  TestFileId,
  TestFileResult,
} from '@nx-testmon/core';
import type { ProbesRequest } from './messages';
import type { RunFilters } from './run-filters';
import type { ChildOutput } from './runner-process';
import type { TestCommand, TestFlags } from './scripts/test-command';
import type { Signals } from './watched-process';

/** A test runner. Each is one object in a package of its own; nothing else knows its name. */
export interface TestRunner {
  /** As the option `testRunner` and the metadata of targets call it. */
  readonly name: string;
  /** As its makers write it. */
  readonly title: string;
  /** The npm packages that it is. Empty for Node's own: its version is part of every environment. */
  readonly packages: readonly string[];
  /** How to see which test files it finds. */
  readonly listHint: string;
  /** Names of its configuration files, in the order in which it tries them. */
  readonly configFiles: readonly ConfigFileName[];
  /** True where scripts are all the configuration there is, and targets of Nx none. */
  readonly isConfiguredByScripts?: boolean;
  /** Names that scripts and targets with tests have, the likeliest first. */
  readonly targetNames: readonly string[];
  /** Flags of its command that decide which tests there are or how they run; others stay with the command. */
  readonly flags: TestFlags;
  /** How targets of Nx run it, where Nx has executors or plugins for it. */
  readonly nx?: NxSupport;
  /** Paths of files that it may take for a configuration, or for a folder that is a project of its own. */
  readonly discoveryFileName: RegExp;
  /**
   * Paths of files that transformers look for by themselves, near a source or near the workspace root: each
   * counts for every test. A runner that bundles has none.
   */
  readonly transformConfigName?: RegExp;
  /** What a script or command says of the tests; `undefined` where it does not run them by this runner. */
  parseCommand(command: string): TestCommand | undefined;
  /** @param runnerArguments what follows the runner's command */
  parseRunFilters(runnerArguments: readonly string[]): RunFilters;
  /** The runner that a project would use, without loading it. @param projectRoot absolute */
  findInstallation(projectRoot: string): RunnerInstallation;
  /**
   * The words after `node` for the runner's own command, as without nx-testmon; `undefined` where there is none: the
   * runner is not installed, or the project has no script for it.
   */
  plainCommand(run: PlainRun): readonly string[] | undefined;
  /** How the runner resolves its configuration. Loads no test file, writes nothing, and prints nothing. */
  discover(request: DiscoveryRequest): Promise<RunnerDiscovery>;
  /**
   * Runs test files as the runner's own command would: same configuration, reporters, output and exit code.
   * Resolves when the runner's process has ended; never rejects for what a test or the runner does.
   */
  run(run: RunnerRun): Promise<RunResult>;
}

/** Test runners in the order in which they are tried. The first is the one of a project that shows none. */
export type TestRunners = readonly [TestRunner, ...TestRunner[]];

/** A usual name of a configuration file. */
export interface ConfigFileName {
  /** Without its extension: `vitest.config`. */
  readonly stem: string;
  /** Without dots, in the order in which the runner tries them. */
  readonly extensions: readonly string[];
  /** Of a file that others read too: whether its text holds a configuration of the runner. */
  readonly holdsConfiguration?: (text: string) => boolean;
  /**
   * True where the file may be about something else than tests. It counts where its text, or that of a file it
   * builds on, mentions tests, or where a command of the project runs the runner.
   */
  readonly isAmbiguous?: boolean;
  readonly mentionsTests?: (text: string) => boolean;
  /** True where the runner finds it by itself and takes no such file as its option `--config`. */
  readonly isFoundByRunner?: boolean;
  /** True where it holds nothing but the list of projects. */
  readonly listsProjects?: boolean;
}

/** What is known of a runner in the Nx workspace of its user. */
export interface NxSupport {
  readonly executors: readonly string[];
  /** Nx's own plugins that infer a test target, and their option with its name. */
  readonly plugins: readonly string[];
  readonly targetNameOption: string;
  /** Options of the executors that name the configuration. */
  readonly configOptions: readonly string[];
}

/** Where a project's configuration is looked for. */
export interface ConfigQuery {
  /** Absolute. */
  readonly projectRoot: string;
  /** As the user wrote it: relative to the project or the workspace, or absolute; else the usual names are tried. */
  readonly config?: string | undefined;
  /** Absolute. */
  readonly workspaceRoot?: string | undefined;
}

/** A run of the runner's own command. */
export interface PlainRun {
  /** Absolute. */
  readonly projectRoot: string;
  /** Path of the configuration, absolute where it exists. */
  readonly config: string | undefined;
  /** Whether the user named it. */
  readonly isConfigNamed: boolean;
  readonly runnerArguments: readonly string[];
}

export interface DiscoveryRequest {
  /** Absolute. */
  readonly workspaceRoot: string;
  /** Absolute. */
  readonly projectRoot: string;
  readonly projectName: string;
  /** As the user wrote it; `undefined` lets the runner find its own. */
  readonly config?: string | undefined;
  readonly runnerArguments: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface RunnerRun extends DiscoveryRequest {
  /** Those to run; the command line may filter them further. */
  readonly files: 'all' | readonly TestFileId[];
  /** The order in which files should run, where the user has no sequencer of their own; others come first. */
  readonly order?: readonly TestFileId[] | undefined;
  /** False: what the runner keeps between runs inside the workspace is read but not written. */
  readonly keepCache: boolean;
  /** Without it nothing is collected. */
  readonly probes?: ProbesRequest | undefined;
  /** Called as each test file ends, so that an interrupted run keeps what had ended. */
  readonly onResult?: ((result: TestFileResult) => void) | undefined;
  /** Signals to pass on to the runner, usually `process`. */
  readonly signals?: Signals | undefined;
  /** Where the runner writes; by default where this process does. */
  readonly output?: Exclude<ChildOutput, 'capture'>;
}

export type RunnerDiscovery = { readonly ok: true; readonly discovery: Discovery } | Failed<RunnerProblem>;

export type RunnerInstallation =
  | {
      readonly ok: true;
      /** Full version. */
      readonly version: string;
      /** Absolute path of the module by which the runner is driven, as the project resolves it. */
      readonly entry: string;
    }
  | Failed<RunnerProblem>;
