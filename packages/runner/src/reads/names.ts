/** Name by which the parts that run in different processes find the tracker of theirs. */
export const processKey = Symbol.for('nx-testmon.reads');
/** Tells the preload script what to do, as JSON of `ReadsSettings`. */
const settingsVariable = 'NX_TESTMON_READS';

/** What the preload script has to know of the runner. */
export interface ReadsSettings {
  /** Absolute path of the workspace, links resolved. */
  readonly root: string;
  /** The process that runs the runner itself, or one that runs test files for it. */
  readonly role: 'runner' | 'worker';
  /** Absolute path of the adapter's compiled code. */
  readonly adapter: string;
  readonly packages: RunnerPackages;
  /**
   * Whether code of test files runs apart from other code in the same process, which may keep what it read for
   * later test files.
   */
  readonly sharesProcess?: boolean;
  /** Absolute paths of folders in which nobody's reading counts, such as a cache of the runner's. */
  readonly ignored?: readonly string[];
}

/** Names of npm packages by what their reading means, as sources of regular expressions. */
export interface RunnerPackages {
  /** Their code is the runner: it reads modules to run them. */
  readonly runner: string;
  /** They look for modules; what they find is the walk's to compare. */
  readonly search?: string;
  /** The same, as far as manifests of packages are concerned. */
  readonly manifests?: string;
  /** Thin layers around the file system: whoever calls them asks. */
  readonly layers?: string;
}

/** Variables that tell the preload script what to do. */
export function readsEnvironment(settings: ReadsSettings): Readonly<Record<string, string>> {
  return { [settingsVariable]: JSON.stringify(settings) };
}

/** What the preload script was told, which nobody else is to see or inherit. */
export function takeSettings(env: NodeJS.ProcessEnv): ReadsSettings | undefined {
  const text = env[settingsVariable];
  delete env[settingsVariable];
  return text === undefined ? undefined : (JSON.parse(text) as ReadsSettings);
}
