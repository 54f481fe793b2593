import { digest, type RunnerSyntax } from '@nx-testmon/core';
import type { ModelReader } from './model-reader';
import { isImportingPath, isJsonPath, isModulePath } from './model-path';
import { parserLimitation } from './early-errors/open-parser';
import { MODEL_VERSION, readModuleModel } from './read-module-model';
import { unparsedModel } from './unparsed-model';

export { isModulePath, readModuleModel };

/**
 * Reads models with the TypeScript compiler, which is loaded for the first file that must be parsed.
 *
 * @param syntax of all test runners
 */
export function createModelReader(syntax: RunnerSyntax): ModelReader {
  return {
    version: `${MODEL_VERSION}-${digest(JSON.stringify(syntax))}`,
    isModulePath: (path) => isModulePath(path) || isImportingPath(path) || isJsonPath(path),
    read: (text, path) => readModuleModel(text, path, syntax),
    readUnparsed: (text, path, error) => unparsedModel(text, error, { path, syntax }),
    limitation: parserLimitation,
  };
}
