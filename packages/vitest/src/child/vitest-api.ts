import type { FileCoverage, FunctionCoverage } from '@nx-testmon/runner';

/**
 * The part of `vitest/node` that this package uses and that versions 3, 4 and 5 share. It is declared here because
 * the user's version, and therefore its types, can be any of them. Members that are internal to Vitest are optional:
 * if one is missing, more tests run, not fewer.
 */
export interface VitestNode {
  /** Since Vitest 5. */
  createCLI?(): CommandLineParser;
  readonly BaseSequencer?: SequencerClass;
  parseCLI(argv: string[]): { readonly filter: string[]; readonly options: CliOptions };
  createVitest(
    mode: 'test',
    options: CliOptions,
    viteOverrides: object,
    vitestOptions: { readonly cliFilters: readonly string[] },
  ): Promise<VitestApi>;
}

export interface CommandLineParser {
  parse(argv: string[], options: { readonly run: false }): unknown;
  readonly matchedCommand?: { checkUnknownOptions?(): void };
}

export interface CliOptions {
  config?: string | false;
  root?: string;
  run?: boolean;
  watch?: boolean;
  ui?: boolean;
  exclude?: string | string[];
  cliExclude?: string[];
  includeTaskLocation?: boolean;
  standalone?: boolean;
  typecheck?: { only?: boolean; enabled?: boolean };
  coverage?: unknown;
  reporters?: unknown;
  reporter?: unknown;
  fsModuleCache?: boolean;
  experimental?: { fsModuleCache?: boolean; preParse?: boolean };
}

export interface VitestApi {
  readonly version: string;
  readonly config: RootConfig;
  readonly projects: readonly ProjectApi[];
  readonly vite?: ViteServer;
  readonly server?: ViteServer;
  readonly coverageProvider?: CoverageProvider | null;
  initCoverageProvider?: () => Promise<unknown>;
  readonly packageInstaller: {
    ensureInstalled(name: string, root: string, version?: string): Promise<boolean>;
  };
  readonly logger: { error(...text: unknown[]): void; printError(error: unknown, options: object): void };
  readonly cache?: {
    _update?: () => Promise<void>;
    results?: { writeToCache?: () => Promise<void> };
  };
  reporters?: Recorder[];
  isCancelling?: boolean;
  runFiles?: (specifications: Specification[], allTestsRun: boolean) => Promise<unknown>;
  getRootProject(): ProjectApi;
  globTestSpecifications(): Promise<Specification[]>;
  cancelCurrentRun(reason: string): Promise<void>;
  start(filters: readonly string[]): Promise<unknown>;
  close(): Promise<void>;
  exit(): Promise<void>;
}

export interface ProjectApi {
  readonly name: string;
  readonly config: ProjectConfig;
  readonly vite?: ViteServer;
  readonly server?: ViteServer;
}

export interface ViteServer {
  readonly config: ViteConfig;
  readonly moduleGraph?: ViteModuleGraph;
  readonly pluginContainer?: VitePluginContainer;
  ssrTransform?(
    code: string,
    map: null,
    url: string,
    original: string,
  ): Promise<{ readonly code: string } | null>;
  readonly environments?: Readonly<Record<string, ViteEnvironment>>;
}

export interface VitePluginContainer {
  /** In the order in which they are called. */
  readonly plugins?: VitePlugin[];
  transform?(code: string, id: string, options: object): Promise<{ readonly code: string } | null>;
}

export interface VitePlugin {
  readonly name: string;
  transform?: TransformHandler | { readonly handler: TransformHandler };
}

/** Returns the code, an object with it, nothing if it changes nothing, or a promise of these. */
export type TransformHandler = (this: unknown, code: string, id: string, ...more: unknown[]) => unknown;

/** The output of Vite for a module. */
export interface TransformResult {
  code: string;
}

export type ModuleRequest = (url: string, ...more: unknown[]) => Promise<TransformResult | null>;

export interface ModuleNode {
  readonly file: string | null;
  transformResult: TransformResult | null;
}

export interface ViteEnvironment {
  readonly moduleGraph?: ViteModuleGraph;
  readonly pluginContainer?: VitePluginContainer;
  transformRequest?: ModuleRequest;
}

export interface ViteModuleGraph {
  getModuleById?(id: string): ModuleNode | undefined;
  getModuleByUrl?(url: string): Promise<ModuleNode | undefined>;
  readonly fileToModulesMap?: ReadonlyMap<string, unknown>;
}

export interface ViteConfig {
  readonly plugins?: readonly VitePlugin[];
  readonly configFile?: string | false;
  readonly configFileDependencies?: readonly string[];
  readonly envDir?: string | false;
  readonly mode: string;
  readonly resolve: ViteResolve & { readonly alias: readonly ViteAlias[] };
  readonly ssr?: { readonly resolve?: ViteResolve };
  readonly environments?: Readonly<Record<string, { readonly resolve?: ViteResolve }>>;
}

export interface ViteResolve {
  readonly conditions?: readonly string[];
  readonly externalConditions?: readonly string[];
  readonly extensions?: readonly string[];
  readonly mainFields?: readonly string[];
}

export interface ViteAlias {
  readonly find: string | RegExp;
  readonly replacement: string;
}

export interface RootConfig extends ProjectConfig {
  passWithNoTests?: boolean | undefined;
  readonly shard?: object;
  readonly coverage: CoverageOptions;
  readonly workspace?: unknown;
  readonly sequence: { sequencer: SequencerClass; readonly groupOrder?: number };
  /** In Vitest 3. */
  poolOptions?: Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;
}

export interface CoverageOptions {
  readonly enabled?: boolean;
  readonly provider?: string;
  readonly reportsDirectory?: string;
  /** The replacement of Istanbul in the provider `istanbul`. */
  readonly instrumenter?: unknown;
}

/** The members of the providers `v8` and `istanbul` that this package replaces. */
export interface CoverageProvider {
  isIncluded?: (file: string, ...more: unknown[]) => boolean;
  generateCoverage?: (...args: unknown[]) => Promise<unknown>;
  reportCoverage?: (...args: unknown[]) => Promise<unknown>;
  /** In the provider `v8`. */
  convertCoverage?: (
    coverage: { readonly result: readonly ScriptCoverage[] },
    project: ProjectApi | undefined,
    environment: string | undefined,
  ) => Promise<unknown>;
  /** Of `istanbul`. */
  onFileTransform?: (code: string, id: string, context: PluginContext) => unknown;
  readonly instrumenter?: {
    instrumentSync: (code: string, ...more: unknown[]) => string;
    lastFileCoverage(): FileCoverage;
  };
  readCoverageFiles?: (readers: CoverageReaders) => Promise<void>;
}

export interface PluginContext {
  readonly environment?: object;
}

export interface CoverageReaders {
  onFileRead(coverage: Readonly<Record<string, FileCoverage>>): void;
}

export interface ScriptCoverage {
  readonly url: string;
  readonly functions: readonly FunctionCoverage[];
  readonly startOffset?: number;
}

export type SequencerClass = new (vitest: VitestApi) => {
  shard(files: Specification[]): Promise<Specification[]>;
  sort(files: Specification[]): Promise<Specification[]>;
};

export interface ProjectConfig {
  readonly root: string;
  readonly dir?: string;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly includeSource?: readonly string[];
  readonly typecheck?: {
    readonly enabled?: boolean;
    readonly only?: boolean;
    readonly tsconfig?: string;
    readonly include?: readonly string[];
    readonly exclude?: readonly string[];
  };
  setupFiles?: string | readonly string[];
  /** Since Vitest 4. */
  execArgv?: readonly string[];
  readonly globalSetup?: string | readonly string[];
  readonly environment?: string;
  readonly environmentMatchGlobs?: readonly (readonly [string, string])[];
  readonly runner?: string;
  readonly snapshotSerializers?: readonly string[];
  readonly snapshotEnvironment?: string;
  readonly diff?: unknown;
  readonly resolveSnapshotPath?: unknown;
  readonly snapshotOptions?: { readonly resolveSnapshotPath?: unknown };
  readonly isolate?: boolean;
  readonly sequence?: { readonly groupOrder?: number };
  readonly poolOptions?: Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;
  readonly browser?: {
    readonly enabled?: boolean;
    readonly isolate?: boolean;
    readonly testerHtmlPath?: string;
  };
  readonly testNamePattern?: RegExp | undefined;
  readonly tagsFilter?: readonly string[] | undefined;
}

export interface Specification {
  readonly project: ProjectApi;
  readonly moduleId: string;
  readonly testLines?: readonly number[] | undefined;
  readonly testIds?: readonly string[] | undefined;
  readonly testNames?: readonly string[] | undefined;
  readonly testNamePattern?: RegExp | undefined;
}

export interface TestModule {
  readonly id: string;
  readonly moduleId: string;
  readonly project: ProjectApi;
  readonly task: { readonly containsOnly?: boolean; readonly meta?: Record<string, unknown> };
  readonly children: { allTests(): Iterable<TestCase> };
  ok(): boolean;
  state(): 'skipped' | 'pending' | 'queued' | 'failed' | 'passed';
  errors(): readonly unknown[];
  diagnostic(): {
    readonly environmentSetupDuration: number;
    readonly prepareDuration: number;
    readonly collectDuration: number;
    readonly setupDuration: number;
    readonly duration: number;
  };
}

export interface TestCase {
  /** Includes the names of the suites around it, separated by ` > `. */
  readonly fullName?: string;
  readonly options: { readonly mode?: string };
  result(): { readonly state: string };
}

/** The part of a reporter that this package implements. */
export interface Recorder {
  onTestModuleEnd?(module: TestModule): Promise<void>;
  onTestRunEnd?(modules: readonly TestModule[], errors: readonly unknown[], reason: string): Promise<void>;
}
