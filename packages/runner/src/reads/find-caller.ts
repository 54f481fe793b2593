import { basename } from 'node:path';
import { callSites, fileOf } from './call-sites';
import type { PatchedFunction } from './tracers/patch-function';
import type { Caller } from './reduce/read-event';
import type { RunnerPackages } from './reads-settings';
import { nameFilter, packageOfCode } from './runner-code';

/** The number of the test runner's functions between the one that replaces a variable and the variable. */
const depthOfReplacing = 3;

/** Finds the code that accesses a path, by the call stack. */
export type FindCaller = (absolute: string, search?: CallerSearch) => Caller;

export interface CallerSearch {
  /**
   * The patched function of the access, if there is one. The frames of nx-testmon above it are skipped,
   * because reading each frame takes time. It must be on the stack.
   */
  readonly calledBy?: PatchedFunction | undefined;
  /**
   * Whether to continue to the code that makes Node's module loader load something. This code is not on the
   * stack if the load is asynchronous.
   */
  readonly isThroughLoader?: boolean;
}

/**
 * @param own absolute paths of folders with the compiled code that attaches nx-testmon to the test runner
 * @param packages of the test runner
 * @param isInstalled false for a file in a folder that only looks like one for packages
 * @param isOwnCode whether a file belongs to nx-testmon and is not a source of the workspace: its calls are
 * attributed to its caller
 */
export function createCallerFinder(
  own: readonly string[],
  packages: RunnerPackages,
  isInstalled: (file: string) => boolean,
  isOwnCode: (file: string) => boolean,
): FindCaller {
  const [isRunner, isSearch] = [nameFilter(packages.runner), nameFilter(packages.search)];
  const [readsManifests, isLayer] = [nameFilter(packages.manifests), nameFilter(packages.layers)];
  const replaces = nameFilter(packages.replaces);
  return (absolute, { calledBy, isThroughLoader = false } = {}) => {
    let isThroughNode = false;
    const sites = callSites(calledBy ?? callSites);
    for (const [at, site] of sites.entries()) {
      const file = fileOf(site);
      if (file === undefined) continue;
      if (file.startsWith('node:')) {
        if (packages.builtins !== undefined && file.startsWith(packages.builtins)) return { by: 'runner' };
        if (!isThroughLoader && file.startsWith('node:internal/modules/')) return { by: 'loader' };
        isThroughNode = true;
        continue;
      }
      if (file.startsWith(__dirname)) continue;
      if (own.some((folder) => file.startsWith(folder))) return { by: 'own' };
      if (isOwnCode(file)) continue;
      const name = packageOfCode(file, isInstalled);
      if (isLayer(name)) continue;
      if (isSearch(name) || (readsManifests(name) && basename(absolute) === 'package.json'))
        return { by: 'search', file };
      if (!isRunner(name)) return { by: 'other', file, ...(isThroughNode ? { isThroughNode } : {}) };
      const isReplacing = sites.slice(at, at + depthOfReplacing).some((one) => replaces(methodName(one)));
      return { by: 'runner', file, ...(isReplacing ? { replaces: true } : {}) };
    }
    return { by: 'other' };
  };
}

/** The name of a method without that of its object. */
function methodName(site: NodeJS.CallSite): string {
  return (site.getFunctionName() ?? '').replace(/^.*\./, '');
}
