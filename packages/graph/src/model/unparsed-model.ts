import { digest, type ModuleModel, type RunnerSyntax } from '@nx-testmon/core';
import { scanImports } from './names/scan-imports';
import { jsxImports, readPragmas } from './read-pragmas';
import { wholeFileModel } from './whole-file-model';

/** The model of a module that can't be parsed: one block. Its imports must not be lost, so its text is scanned. */
export function unparsedModel(
  text: string,
  path: string,
  parseError: string,
  syntax: RunnerSyntax,
): ModuleModel {
  return {
    ...wholeFileModel(digest(text), [...scanImports(text, path), ...jsxImports(text)]),
    parseError,
    pragmas: readPragmas(text, syntax),
    readsFiles: true,
  };
}
