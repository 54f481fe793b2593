import type { ModuleImport, ModuleModel } from '@nx-testmon/core';

/** Model of a file that is one block: its content. */
export function wholeFileModel(contentHash: string, imports: readonly ModuleImport[] = []): ModuleModel {
  return {
    kind: 'whole-file',
    contentHash,
    pragmas: [],
    imports,
    bindings: {},
    declarations: {},
    exports: {},
    stars: [],
    commonJs: false,
    readsFiles: false,
    blocks: [],
  };
}
