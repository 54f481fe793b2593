import { packageNameOf } from '@nx-testmon/core';
import { callSites, fileOf } from './call-sites';
import type { PatchedFunction } from './tracers/patch-function';

/**
 * Enough for the frames between Nx's resolver and its native code: each module that is loaded in between adds
 * several.
 */
const framesOfLoading = 500;

/** Packages of the code on the stack, innermost first; `undefined` for code of the workspace. */
export function packagesOnStack(loadedBy: PatchedFunction): readonly (string | undefined)[] {
  return callSites(loadedBy, framesOfLoading).flatMap((site) => {
    const file = fileOf(site);
    if (file === undefined || file.startsWith('node:') || file.startsWith(__dirname)) return [];
    return [packageNameOf(file)];
  });
}
