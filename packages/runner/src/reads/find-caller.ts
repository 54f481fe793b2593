import { basename } from 'node:path';
import { callSites, fileOf } from './call-sites';
import type { PatchedFunction } from './tracers/patch-function';
import type { Caller } from './reduce/read-event';
import type { RunnerPackages } from './reads-settings';
import { nameFilter, packageOfCode } from './runner-code';

/** How many functions of the runner lie between the one that replaces a variable and the variable. */
const depthOfReplacing = 3;

/** Finds who asks for a path, by the call stack. */
export type FindCaller = (absolute: string, search?: CallerSearch) => Caller;

export interface CallerSearch {
  /**
   * The patched function that was called for the path, where there is one: the frames of nx-testmon above it are left
   * out, because each frame costs time. It must be on the stack.
   */
  readonly calledBy?: PatchedFunction | undefined;
  /**
   * Whether to go on to the code that makes Node's module loader load something. It is not on the stack if that is
   * asynchronous.
   */
  readonly isThroughLoader?: boolean;
}

/**
 * @param own absolute paths of folders with the compiled code that attaches nx-testmon to the runner
 * @param packages of the runner
 * @param isInstalled false for a file in a folder that only has the name of one for packages
 * @param isOwnCode whether a file is nx-testmon's, and no source of the workspace: what it does, its caller does
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

/** Without that of the object that it is a method of. */
function methodName(site: NodeJS.CallSite): string {
  return (site.getFunctionName() ?? '').replace(/^.*\./, '');
}
