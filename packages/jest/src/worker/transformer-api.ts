import type { ProbesRequest } from '@nx-testmon/runner';

/** The part of a Jest transformer that this package uses and that versions 29 and 30 share. */
export interface Transformer {
  /** Whether it instruments for coverage itself. */
  readonly canInstrument?: boolean;
  process?(source: string, path: string, options: TransformOptions): TransformResult;
  processAsync?(source: string, path: string, options: TransformOptions): Promise<TransformResult>;
  getCacheKey?(source: string, path: string, options: TransformOptions): string;
  getCacheKeyAsync?(source: string, path: string, options: TransformOptions): Promise<string>;
}

export interface TransformResult {
  readonly code: string;
  readonly map?: object | string | null;
}

export interface TransformOptions {
  readonly instrument: boolean;
  /** Absent for modules that no test has loaded. */
  readonly collectCoverage?: boolean;
  readonly coverageProvider?: string;
  readonly supportsDynamicImport?: boolean;
  readonly supportsExportNamespaceFrom?: boolean;
  readonly supportsStaticESM?: boolean;
  readonly supportsTopLevelAwait?: boolean;
  readonly config: TransformConfig;
  readonly configString: string;
  readonly transformerConfig: unknown;
}

/** The part of a project's configuration that decides whether a file gets probes. */
export interface TransformConfig {
  readonly cwd?: string;
  readonly rootDir?: string;
  readonly id?: string;
  readonly testMatch?: readonly string[];
  readonly testRegex?: readonly (string | RegExp)[];
  readonly setupFiles?: readonly string[];
  readonly setupFilesAfterEnv?: readonly string[];
  readonly transform?: readonly TransformerEntry[];
}

/** Pattern, path, options. */
export type TransformerEntry = readonly [string, string, Readonly<Record<string, unknown>>];

/** Options of the wrapped transformer. They are the same in each run, because they are part of Jest's cache keys. */
export interface ProbeTransformerOptions extends ProbesRequest {
  readonly workspaceRoot: string;
  /** The configured transformers in order. */
  readonly transform: readonly TransformerEntry[];
}
