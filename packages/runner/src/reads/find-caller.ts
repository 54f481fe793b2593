import { basename } from 'node:path';
import type { Caller } from './read-event';
import type { RunnerPackages } from './reads-settings';

const framesRead = 30;
const lastPackage = /.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/;

/**
 * @param own absolute paths of folders with compiled code of nx-testmon
 * @param packages of the runner
 * @returns finds who asks for a path, by the call stack
 */
export function createCallerFinder(
  own: readonly string[],
  packages: RunnerPackages,
): (absolute: string) => Caller {
  const isOf = (source: string | undefined) => {
    const names = source === undefined ? undefined : new RegExp(`^(?:${source})$`);
    return (name: string) => names?.test(name) === true;
  };
  const [isRunner, isSearch] = [isOf(packages.runner), isOf(packages.search)];
  const [readsManifests, isLayer] = [isOf(packages.manifests), isOf(packages.layers)];
  return (absolute) => {
    for (const frame of callingFiles()) {
      if (frame.startsWith('node:')) {
        if (frame.startsWith('node:internal/modules/')) return { by: 'loader' };
        continue;
      }
      const file = frame.replace(/^file:\/\//, '');
      if (file.startsWith(__dirname)) continue;
      if (own.some((folder) => file.startsWith(folder))) return { by: 'own' };
      const name = (lastPackage.exec(file)?.[1] ?? '').replace('\\', '/');
      if (isLayer(name)) continue;
      if (isSearch(name) || (readsManifests(name) && basename(absolute) === 'package.json'))
        return { by: 'search', file };
      return { by: isRunner(name) ? 'runner' : 'other', file };
    }
    return { by: 'other' };
  };
}

/** Files of the call stack, nearest first. Changes nothing that others see: the user's `Error.prepareStackTrace` is not called. */
function callingFiles(): string[] {
  const { prepareStackTrace, stackTraceLimit } = Error;
  const holder: { stack?: NodeJS.CallSite[] } = {};
  try {
    Error.stackTraceLimit = framesRead;
    Error.prepareStackTrace = (_, sites) => sites;
    Error.captureStackTrace(holder, callingFiles);
    return (holder.stack ?? []).flatMap((site) => {
      const file = site.getFileName() ?? site.getEvalOrigin();
      return typeof file === 'string' && file !== '' ? [file] : [];
    });
  } catch {
    // `Error` is frozen.
    return [];
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
    if (prepareStackTrace === undefined) delete (Error as { prepareStackTrace?: unknown }).prepareStackTrace;
    else Error.prepareStackTrace = prepareStackTrace;
  }
}
