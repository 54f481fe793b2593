/**
 * The configurations of one test runner that are modules. Plain data, because it is part of cache keys and is passed to
 * other processes.
 */
export interface ConfigurationSyntax {
  /** Words in the names of its files: `vitest` in `vitest.config.ts` and `unit.vitest.config.ts`. */
  readonly names: readonly string[];
  /** Functions that return the configuration that they receive: `defineConfig`. */
  readonly definers: readonly string[];
  /** The modules that export these functions. */
  readonly definerModules: readonly string[];
  /** Paths of options that list projects, each with a configuration of its own: `test.projects`. */
  readonly projectOptions: readonly string[];
  /** Paths of options that no result of a test depends on. */
  readonly ignoredOptions: readonly string[];
  /** Options that choose reporters. */
  readonly reporterOptions: readonly ReporterOption[];
  /** Paths of options that have the same meaning as if they were missing if all options in them are ignored. */
  readonly containerOptions: readonly string[];
}

/** An option whose value is ignored only if all reporters that it names are built-in ones that only report. */
export interface ReporterOption {
  /** Its path in the configuration. */
  readonly option: string;
  readonly builtIn: readonly string[];
}
