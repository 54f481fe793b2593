import { basename } from 'node:path';
import type { RunnerPackages } from './names';

/**
 * Who asks for a file, judged by the nearest frame that is not Node's own file system code:
 * `loader`: Node's module loader. `runner`: the runner's code. `search`: what looks for modules on its behalf.
 * `own`: the adapter and what all adapters share. `other`: everything else, and whatever can't be told.
 */
export type Asker = 'loader' | 'runner' | 'search' | 'own' | 'other';

export interface Caller {
  readonly by: Asker;
  /** The file of that frame, where there is one. */
  readonly file?: string;
  /** True where the runner asks for the test file that is running, or the test file itself. */
  readonly isForTest?: boolean;
}

const framesRead = 30;
const lastPackage = /.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/;

/**
 * @param own absolute paths of folders with compiled code of ours
 * @param packages of the runner
 * @returns says who asks for a path
 */
export function createAskerFinder(
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

/** Files of the call stack, nearest first. Leaves no trace: whoever prepares stacks for the user is not asked. */
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
    // A frozen `Error` can't be asked.
    return [];
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
    if (prepareStackTrace === undefined) delete (Error as { prepareStackTrace?: unknown }).prepareStackTrace;
    else Error.prepareStackTrace = prepareStackTrace;
  }
}
