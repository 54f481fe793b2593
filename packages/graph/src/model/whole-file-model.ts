import type { ModuleModel } from '@nx-testmon/core';

/** Model of a file that is no module: its only block is its content. */
export function opaqueModel(contentHash: string): ModuleModel {
  return {
    kind: 'opaque',
    contentHash,
    pragmas: [],
    imports: [],
    bindings: {},
    declarations: {},
    exports: {},
    stars: [],
    commonJs: false,
    readsFiles: false,
    blocks: [],
  };
}
