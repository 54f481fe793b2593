import type { ProcessKind } from './attribution/policies';

/** Carries `ReadsSettings` as JSON to the preload script. */
const settingsVariable = 'NX_TESTMON_READS';

/** The settings of the preload script: about the runner and the process. */
export interface ReadsSettings {
  /** Absolute path of the workspace, links resolved. */
  readonly root: string;
  /** Of projects, as core's `installationRoots` gives them. */
  readonly installationRoots: readonly string[];
  /** The process that runs the runner itself, or one that runs test files for it. */
  readonly role: 'runner' | 'worker';
  /** Decides for whom a read counts. */
  readonly kind: ProcessKind;
  /** Absolute path of the adapter's compiled code. */
  readonly adapter: string;
  readonly packages: RunnerPackages;
  /** Absolute paths of folders in which no read or write counts, such as a cache of the runner's. */
  readonly ignored?: readonly string[];
  /** Absolute path of a folder in which Node keeps the compiled code of the modules that it loads. */
  readonly compiledCode?: string;
  /** Absolute path of a folder in which processes that tests start write what they observe; without it, none is traced. */
  readonly subprocesses?: string;
}

/** Names of npm packages by what their reading means, as sources of regular expressions. */
export interface RunnerPackages {
  /** Their code is the runner: it reads modules to run them. */
  readonly runner: string;
  /** They look for modules; what they find is the dependency graph's to compare. */
  readonly search?: string;
  /** The same, as far as manifests of packages are concerned. */
  readonly manifests?: string;
  /** They load modules for the runner; what else they do, they do for the code that calls them. */
  readonly loaders?: string;
  /** They do a part of the runner's work. Where a test runs one, its reads look like the runner's own. */
  readonly parts?: string;
  /** Not a pattern: a resolver of Nx for the runner. */
  readonly nxResolver?: NxResolver;
  /** Names of functions of the runner that replace a variable for a test, and restore it later. */
  readonly replaces?: string;
  /** Node's own modules that are the runner, by the beginning of their names. */
  readonly builtins?: string;
  /** Thin layers around the file system or processes: the code that calls them is the caller. */
  readonly layers?: string;
}

/** Nx's resolver for a runner loads Nx's native code, of which it uses nothing. */
export interface NxResolver {
  /** Name of the package that it is in. */
  readonly package: string;
  /** Name of the runner's package that loads modules for tests. */
  readonly moduleLoader: string;
}

/** Variables that carry the settings to the preload script. */
export function readsEnvironment(settings: ReadsSettings): Readonly<Record<string, string>> {
  return { [settingsVariable]: JSON.stringify(settings) };
}

/** Takes the settings out of the environment, so that no other code sees or inherits them. */
export function takeSettings(env: NodeJS.ProcessEnv): ReadsSettings | undefined {
  const text = env[settingsVariable];
  delete env[settingsVariable];
  return text === undefined ? undefined : (JSON.parse(text) as ReadsSettings);
}
