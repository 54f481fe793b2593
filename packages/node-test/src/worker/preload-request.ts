import type { LoadedTexts } from '@nx-testmon/core';

/** Holds a `PreloadRequest` as JSON for the processes of test files. */
export const preloadVariable = 'NX_TESTMON_NODE_PRELOAD';

/** What the process of a test file leaves in its file when it ends. */
export interface CollectedByProcess {
  /** The executed blocks by module. */
  readonly blocks: Readonly<Record<string, readonly string[]>>;
  /** Names of the environment variables that were read. */
  readonly variables: readonly string[];
  /** What the process loaded. */
  readonly loadedTexts: LoadedTexts;
  /** False where something else than Node's own loader may have loaded modules. */
  readonly areAllTexts: boolean;
}

export interface PreloadRequest {
  /** Path of a module that exports `openInstrumenter`. */
  readonly instrumenter: string;
  /** Folder of its cache. */
  readonly cache?: string | undefined;
  /** Absolute, with links resolved. */
  readonly workspaceRoot: string;
  /** Absolute paths of modules that get no probes and count as a whole: those that the command loads first. */
  readonly withoutProbes: readonly string[];
  /** Where the process leaves what it has seen. */
  readonly folder: string;
}
