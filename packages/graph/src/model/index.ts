import type { ModelReader } from './model-reader';
import { isImportingPath, isJsonPath, isModulePath } from './model-path';
import { parserLimitation } from './early-errors/open-parser';
import { MODEL_VERSION, readModuleModel } from './read-module-model';

export { isModulePath, MODEL_VERSION, readModuleModel };

/** Reads models with the TypeScript compiler, which is loaded for the first file that must be parsed. */
export const moduleModelReader: ModelReader = {
  version: MODEL_VERSION,
  isModulePath: (path) => isModulePath(path) || isImportingPath(path) || isJsonPath(path),
  read: readModuleModel,
  limitation: parserLimitation,
};
