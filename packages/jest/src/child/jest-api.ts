import type { LoadedTexts, ReadTrace } from '@nx-testmon/core';
import type { ProbesRequest } from '@nx-testmon/runner';

/**
 * The part of Jest's API that this package uses and that versions 29 and 30 share. It is declared here because the
 * user's version, and therefore its types, can be either.
 */
export interface JestCli {
  /** Runs `jest <arguments>` and sets the exit code. */
  run(argv: string[]): Promise<void>;
}

export interface JestConfigModule {
  readConfigs(argv: Argv, projectPaths: string[]): Promise<ReadConfigs>;
}

export interface JestCore {
  readonly SearchSource?: {
    readonly prototype: SearchSource;
  };
}

export interface SearchSource {
  getTestPaths: (this: SearchSource, ...parameters: unknown[]) => Promise<unknown>;
  isTestFilePath?(path: string): boolean;
  readonly _context?: TestContext;
}

export interface Argv {
  config?: string;
  watch?: boolean;
  watchAll?: boolean;
  selectProjects?: readonly string[];
  ignoreProjects?: readonly string[];
  passWithNoTests?: boolean;
}

export interface ReadConfigs {
  readonly globalConfig: GlobalConfig;
  readonly configs: readonly ProjectConfig[];
  readonly hasDeprecationWarnings: boolean;
}

export interface GlobalConfig {
  readonly projects?: readonly (string | object)[];
  readonly reporters?: readonly (readonly [string, object?])[];
  readonly testSequencer: string;
  readonly testResultsProcessor?: string | null;
  readonly testNamePattern?: string;
  readonly collectCoverage?: boolean;
  readonly coverageProvider?: string;
  readonly coverageDirectory?: string;
  readonly bail?: number;
  readonly json?: boolean;
  readonly outputFile?: string | undefined;
  readonly passWithNoTests?: boolean;
}

export interface ProjectConfig {
  readonly id: string;
  readonly displayName?: { readonly name: string };
  readonly rootDir: string;
  readonly roots: readonly string[];
  readonly testMatch: readonly string[];
  readonly testRegex: readonly string[];
  readonly testPathIgnorePatterns: readonly string[];
  readonly modulePathIgnorePatterns: readonly string[];
  readonly moduleFileExtensions: readonly string[];
  readonly moduleNameMapper?: readonly (readonly [string, string | readonly string[]])[];
  readonly modulePaths?: readonly string[];
  readonly moduleDirectories?: readonly string[];
  readonly automock?: boolean;
  readonly cacheDirectory: string;
  readonly setupFiles?: readonly string[];
  readonly setupFilesAfterEnv?: readonly string[];
  readonly globalSetup?: string | null;
  readonly globalTeardown?: string | null;
  readonly testEnvironment?: string;
  readonly testEnvironmentOptions?: Readonly<Record<string, unknown>>;
  readonly runner?: string;
  readonly runtime?: string;
  readonly testRunner: string;
  readonly resolver?: string | null;
  readonly snapshotResolver?: string | null;
  readonly snapshotSerializers?: readonly string[];
  readonly dependencyExtractor?: string | null;
  readonly haste?: {
    readonly hasteImplModulePath?: string;
    readonly defaultPlatform?: string | null;
    readonly platforms?: readonly string[];
  };
  readonly prettierPath?: string | null;
  readonly globals?: Readonly<Record<string, unknown>>;
  readonly transform: readonly TransformEntry[];
  /** Added by nx-testmon, for the worker. */
  readonly nxTestmon?: WorkerOptions;
}

/** Options of the test runner in a worker. They are the same in each run, because Jest's cache keys contain them. */
export interface WorkerOptions extends ProbesRequest {
  /** The configured test runner. */
  readonly testRunner: string;
  /** The configured runtime; absent if the project's Jest runner does not define one. */
  readonly runtime?: string | undefined;
  readonly workspaceRoot: string;
}

/** Pattern, path of the transformer, its options. */
export type TransformEntry = readonly [string, string, Readonly<Record<string, unknown>>];

export interface TestContext {
  readonly config: ProjectConfig;
  readonly hasteFS?: { getAllFiles(): readonly string[] };
}

export interface Test {
  readonly path: string;
  readonly context: TestContext;
}

/** A sequencer, either Jest's or the user's. */
export interface Sequencer {
  sort(tests: readonly Test[]): Promise<Test[]> | Test[];
}

export type SequencerClass = new (options?: unknown) => Sequencer;

export interface AssertionResult {
  readonly status: string;
  readonly title?: string;
  readonly ancestorTitles?: readonly string[];
}

export interface TestResult {
  readonly numFailingTests: number;
  readonly testExecError?: unknown;
  readonly failureMessage?: string | null;
  readonly leaks?: boolean;
  readonly perfStats?: { readonly runtime?: number; readonly start?: number; readonly end?: number };
  readonly testResults: readonly AssertionResult[];
  /** Added by the worker: executed blocks, by module. */
  nxTestmonSeen?: Readonly<Record<string, readonly string[]>>;
  /** Added by the worker: the read trace. */
  nxTestmonReads?: ReadTrace;
  /** Added by the worker: the texts that its process has loaded since its last report. */
  nxTestmonLoaded?: LoadedTexts;
}

export interface AggregatedResult {
  readonly numFailedTests: number;
  readonly numFailedTestSuites: number;
  readonly numTotalTestSuites: number;
  readonly testResults: readonly unknown[];
  readonly runExecError?: { readonly message?: string; readonly stack?: string | null };
  readonly wasInterrupted: boolean;
  readonly snapshot?: { readonly failure?: boolean };
}
