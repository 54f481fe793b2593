import type { LoadedTexts, ReadTrace } from '@nx-testmon/core';
import type { ProbesRequest, ReadsSettings } from '@nx-testmon/runner';

/** Contains a `PreloadRequest` as JSON for Node's main process and the processes of test files. */
export const preloadVariable = 'NX_TESTMON_NODE_PRELOAD';

/** Name of the file, without extension, to which the main process writes its `ReadTrace`. */
export const mainOutput = 'main';

/** The content of the file that the process of a test file writes when it ends. */
export interface ProcessCollection {
  /** The executed blocks by module. */
  readonly blocks: Readonly<Record<string, readonly string[]>>;
  readonly reads: ReadTrace;
  /** The loaded texts of the process. */
  readonly loadedTexts: LoadedTexts;
  /** False if something other than Node's own loader may have loaded modules. */
  readonly areAllTexts: boolean;
}

export interface PreloadRequest extends ProbesRequest {
  /** Absolute, with links resolved. */
  readonly workspaceRoot: string;
  /**
   * Absolute paths of modules that get no probes and count as a whole, because the command loads them first.
   */
  readonly withoutProbes: readonly string[];
  /** The folder to which the process writes its observations. */
  readonly folder: string;
  /** Absolute path of the script that traces reads. */
  readonly readsPreload: string;
  /** Settings of that script for the main process. */
  readonly reads: ReadsSettings;
  /** Id of the process that starts the main process. */
  readonly parent: number;
}
