import type { ProcessKind } from './attribution/policies';

/** Carries `ReadsSettings` as JSON to the preload script. */
const settingsVariable = 'NX_TESTMON_READS';

/** The settings of the preload script, which describe the test runner and the process. */
export interface ReadsSettings {
  /** Absolute path of the workspace with links resolved. */
  readonly root: string;
  /** Roots of projects, as core's `installationRoots` returns them. */
  readonly installationRoots: readonly string[];
  /** The process of the test runner itself, or one that runs test files for it. */
  readonly role: 'runner' | 'worker';
  /** Decides which test files a read counts for. */
  readonly kind: ProcessKind;
  /** Absolute path of the adapter's compiled code. */
  readonly adapter: string;
  readonly packages: RunnerPackages;
  /** Absolute paths of folders whose reads and writes do not count, such as a cache of the test runner. */
  readonly ignored?: readonly string[];
  /** Absolute path of a folder in which Node keeps the compiled code of the modules that it loads. */
  readonly compiledCode?: string;
  /**
   * Absolute path of a folder in which processes that tests start write their observations; without it, they
   * are not traced.
   */
  readonly subprocesses?: string;
}

/** Names of npm packages by the meaning of their reads, as sources of regular expressions. */
export interface RunnerPackages {
  /** Packages whose code is the test runner: they read modules to run them. */
  readonly runner: string;
  /** Packages that search for modules; the dependency graph compares what they find. */
  readonly search?: string;
  /** Packages that only search in the manifests of packages. */
  readonly manifests?: string;
  /** Packages that load modules for the test runner; all their other work is attributed to their callers. */
  readonly loaders?: string;
  /**
   * Packages that are parts of the test runner. If a test runs one, its reads look like those of the test
   * runner.
   */
  readonly parts?: string;
  /** A resolver of Nx for the test runner; not a pattern. */
  readonly nxResolver?: NxResolver;
  /** Names of the test runner's functions that replace a variable for a test, and restore it later. */
  readonly replaces?: string;
  /** Node's own modules that are the test runner, by the start of their names. */
  readonly builtins?: string;
  /** Thin layers around the file system or processes: the code that calls them is the caller. */
  readonly layers?: string;
}

/** Nx's resolver for a test runner, which loads Nx's native code without using it. */
export interface NxResolver {
  /** Name of the package that contains it. */
  readonly package: string;
  /** Name of the test runner's package that loads modules for tests. */
  readonly moduleLoader: string;
}

/** Variables that carry the settings to the preload script. */
export function readsEnvironment(settings: ReadsSettings): Readonly<Record<string, string>> {
  return { [settingsVariable]: JSON.stringify(settings) };
}

/**
 * Removes the settings from the environment and returns them, so that no other code observes or inherits
 * them.
 */
export function takeSettings(env: NodeJS.ProcessEnv): ReadsSettings | undefined {
  const text = env[settingsVariable];
  delete env[settingsVariable];
  return text === undefined ? undefined : (JSON.parse(text) as ReadsSettings);
}
