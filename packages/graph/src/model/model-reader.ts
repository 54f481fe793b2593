import type { ModuleModel, Problem } from '@nx-testmon/core';

/** Converts the text of a module to its model. */
export interface ModelReader {
  /** Changes whenever the same text would result in another model. */
  readonly version: string;
  /** False for files with a single block, their content. */
  isModulePath(path: string): boolean;
  read(text: string, path: string): ModuleModel;
  /** The model of a text that can't be read as a module. @param error why */
  readUnparsed(text: string, path: string, error: string): ModuleModel;
  /**
   * Why models are less precise here than elsewhere, so that they are not cached; `undefined` if they are precise.
   */
  limitation?(): Problem | undefined;
}
