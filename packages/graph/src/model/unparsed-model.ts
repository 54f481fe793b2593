import { digest, type ModuleModel } from '@nx-testmon/core';
import type { ModuleRules } from './module-rules';
import { scanImports } from './names/scan-imports';
import { jsxImports, readPragmas } from './read-pragmas';
import { wholeFileModel } from './whole-file-model';

/** The model of a module that can't be parsed: one block. Its imports must not be lost, so its text is scanned. */
export function unparsedModel(text: string, parseError: string, { path, syntax }: ModuleRules): ModuleModel {
  return {
    ...wholeFileModel(digest(text), [...scanImports(text, path), ...jsxImports(text)]),
    parseError,
    pragmas: readPragmas(text, syntax),
    readsFiles: true,
  };
}
