import type {
  Discovery,
  EnvironmentVariables,
  Failure,
  RunnerProblem,
  RunnerSyntax,
  RunResult,
  TestFileId,
  TestFileResult,
} from '@nx-testmon/core';
import type { ProbesRequest } from './child/messages';
import type { RunFilters } from './run-filters';
import type { ChildOutput } from './child/start-runner-process';
import type { TestCommand, TestFlags } from './scripts/test-command';
import type { Signals } from './child/watched-process';

/** A test runner. Each one is an object in its own package, and no other code knows its name. */
export interface TestRunner {
  /** The value of the option `testRunner` and of the metadata of targets. */
  readonly name: string;
  /** The usual spelling, such as `Jest`. */
  readonly title: string;
  /** Its npm packages. Empty for Node's test runner: the version of Node is part of every environment. */
  readonly packages: readonly string[];
  /** A hint on how to list its test files. */
  readonly listHint: string;
  /** Usual names of its configuration files, in order of precedence. */
  readonly configFiles: readonly ConfigFileName[];
  /** If true, its only configuration is a script of the manifest. */
  readonly isConfiguredByScripts?: boolean;
  /** Usual names of test scripts and test targets, the most common first. */
  readonly targetNames: readonly string[];
  /** Flags of its command that change which tests run or how they run. */
  readonly flags: TestFlags;
  /** What it gives a meaning in the text of modules. */
  readonly syntax: RunnerSyntax;
  /** Nx's executors and plugins for it, if there are any. */
  readonly nx?: NxSupport;
  /**
   * Matches paths of files that it can use as a configuration, or that mark a folder as one of its projects.
   */
  readonly discoveryFileName: RegExp;
  /**
   * The keys that it reads from a manifest that is its configuration. Without any, the whole manifest counts.
   */
  readonly manifestKeys?: readonly string[];
  /**
   * Matches paths of configuration files that transformers look up, beside a source or at the workspace root.
   * Every test depends on them. Not needed for a test runner that bundles.
   */
  readonly transformConfigName?: RegExp;
  /**
   * Matches names of folders in `node_modules` that contain cached results of the test runner or its bundler
   * for one checkout.
   */
  readonly installedCaches?: RegExp;
  /** How a script or command runs the tests; `undefined` if it does not run this test runner. */
  parseCommand(command: string): TestCommand | undefined;
  /** @param runnerArguments the arguments after the test runner's command */
  parseRunFilters(runnerArguments: readonly string[]): RunFilters;
  /**
   * The arguments that can change results, for comparison. Arguments that only select tests or control
   * printing and reporting are left out.
   *
   * @param runnerArguments the arguments after the test runner's command
   */
  environmentArguments(runnerArguments: readonly string[]): readonly string[];
  /**
   * Finds the test runner that a project uses, without loading it.
   *
   * @param projectRoot absolute path
   */
  findInstallation(projectRoot: string): RunnerInstallation;
  /** The arguments of `node` that run the test runner's own command, without nx-testmon. */
  plainCommand(run: PlainRun): PlainCommand;
  /**
   * Finds out how the test runner resolves its configuration. Loads no test file, and writes and prints
   * nothing.
   */
  discover(request: DiscoveryRequest): Promise<RunnerDiscovery>;
  /**
   * Runs test files as the test runner's own command would: same configuration, reporters, output and exit
   * code. Resolves when the test runner's process has ended, and does not reject if tests or the test runner
   * fail.
   */
  run(run: RunnerRun): Promise<RunResult>;
}

/** Test runners in order of precedence. The first is used if no test runner is detected in a project. */
export type TestRunners = readonly [TestRunner, ...TestRunner[]];

/** A usual name of a configuration file. */
export interface ConfigFileName {
  /** The name without its extension: `vitest.config`. */
  readonly stem: string;
  /** Extensions without dots, in the order in which the test runner tries them. */
  readonly extensions: readonly string[];
  /** For a file with several purposes: whether its text contains a configuration of the runner. */
  readonly holdsConfiguration?: (text: string) => boolean;
  /**
   * If true, the file may not concern tests. It counts if its text, or that of a file it refers to, mentions
   * tests, or if a command of the project runs the test runner.
   */
  readonly isAmbiguous?: boolean;
  readonly mentionsTests?: (text: string) => boolean;
  /** If true, the test runner finds the file itself and does not accept it as `--config`. */
  readonly isFoundByRunner?: boolean;
  /** If true, the file contains only a list of projects. */
  readonly listsProjects?: boolean;
  /**
   * The source of a regular expression for a call that returns the paths of all configurations of the
   * workspace.
   */
  readonly callForProjects?: string;
}

/** Nx's executors and plugins for a test runner. */
export interface NxSupport {
  readonly executors: readonly string[];
  /** Plugins that infer a test target, and their option for its name. */
  readonly plugins: readonly string[];
  readonly targetNameOption: string;
  /** Options of the executors that name the configuration file. */
  readonly configOptions: readonly string[];
}

/** The project whose configuration is needed. */
export interface ConfigQuery {
  /** Absolute path. */
  readonly projectRoot: string;
  /**
   * The user's option: relative to the project or the workspace, or absolute. Without it, the usual names are
   * tried.
   */
  readonly config?: string | undefined;
  /** Absolute path. */
  readonly workspaceRoot?: string | undefined;
}

/** A run of the test runner's own command. */
export interface PlainRun {
  /** Absolute path. */
  readonly projectRoot: string;
  /** Path of the configuration, absolute if it exists. */
  readonly config: string | undefined;
  /** Whether the user has set the configuration. */
  readonly isConfigNamed: boolean;
  readonly runnerArguments: readonly string[];
}

export interface DiscoveryRequest {
  /** Absolute path. */
  readonly workspaceRoot: string;
  /** Absolute path. */
  readonly projectRoot: string;
  readonly projectName: string;
  /** Roots of projects, as core's `installationRoots` returns them. */
  readonly installationRoots: readonly string[];
  /** The user's option; if `undefined`, the test runner finds its configuration. */
  readonly config?: string | undefined;
  readonly runnerArguments: readonly string[];
  readonly env: EnvironmentVariables;
}

export interface RunnerRun extends DiscoveryRequest {
  /** The files to run; the command line can filter them further. */
  readonly files: 'all' | readonly TestFileId[];
  /** The order in which files run, unless the user has configured a sequencer. Other files come first. */
  readonly order?: readonly TestFileId[] | undefined;
  /** If false, the test runner's caches in the workspace are read but not written. */
  readonly keepCache: boolean;
  /**
   * If true, only the test runner's default reporter runs, so that report files of an earlier run are kept.
   */
  readonly onlyPrints?: boolean | undefined;
  /** Without it, nothing is collected. */
  readonly probes?: ProbesRequest | undefined;
  /** Called when a test file ends, so that an interrupted run keeps earlier results. */
  readonly onResult?: ((result: TestFileResult) => void) | undefined;
  /** Emits the signals to pass on to the test runner, usually `process`. */
  readonly signals?: Signals | undefined;
  /** Output of the test runner; by default, that of this process. */
  readonly output?: Exclude<ChildOutput, 'capture'>;
}

export type RunnerDiscovery = { readonly ok: true; readonly discovery: Discovery } | Failure<RunnerProblem>;

export type PlainCommand = { readonly ok: true; readonly words: readonly string[] } | Failure<RunnerProblem>;

export type RunnerInstallation =
  | {
      readonly ok: true;
      /** Full version. */
      readonly version: string;
      /** Absolute path of the module that exports the test runner's API, resolved from the project. */
      readonly entry: string;
    }
  | Failure<RunnerProblem>;
