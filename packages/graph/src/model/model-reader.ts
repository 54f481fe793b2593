import type { ModuleModel, Problem } from '@nx-testmon/core';

/** Converts the text of a module to its model. */
export interface ModelReader {
  /** Changes whenever the same text would give another model. */
  readonly version: string;
  /** False for files that have one block only, their content. */
  isModulePath(path: string): boolean;
  read(text: string, path: string): ModuleModel;
  /** Why models are coarser here than elsewhere, so that they are not kept; `undefined` where they are not. */
  limitation?(): Problem | undefined;
}
