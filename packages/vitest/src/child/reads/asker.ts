/**
 * Who asks for a file, judged by the nearest frame that is not Node's own file system code:
 * `loader`: Node's module loader. `runner`: the code of Vitest or Vite. `own`: this package and what all adapters share. `other`:
 * everything else, and whatever can't be told.
 */
export type Asker = 'loader' | 'runner' | 'own' | 'other';

const framesRead = 30;
const lastPackage = /.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/;
/** In a worker a bundler is something that a test calls. */
const ofWorkers = /^(?:vitest|vite-node|@vitest[\\/].+|tinypool)$/;
/** Those that load, transform and resolve modules for Vitest; what they look for, the walk looks for as well. */
const ofRunner =
  /^(?:vite|rollup|rolldown|esbuild|tsconfck|vite-tsconfig-paths|tsconfig-paths|nx|@nx[\\/].+)$/;

/**
 * @param ownFolder absolute path of this package's compiled code
 * @param sharedFolder the same of what all adapters share
 * @param isRunner whether this is the process that runs Vitest itself
 */
export function createAskerFinder(ownFolder: string, sharedFolder: string, isRunner: boolean): () => Asker {
  const isRunners = (path: string): boolean => {
    const name = lastPackage.exec(path)?.[1] ?? '';
    return ofWorkers.test(name) || (isRunner && ofRunner.test(name));
  };
  return () => {
    for (const file of callingFiles()) {
      if (file.startsWith('node:')) {
        if (file.startsWith('node:internal/modules/')) return 'loader';
        continue;
      }
      const path = file.replace(/^file:\/\//, '');
      if (path.startsWith(`${ownFolder}/reads/`) || path.startsWith(`${ownFolder}\\reads\\`)) continue;
      if (path.startsWith(ownFolder) || path.startsWith(sharedFolder)) return 'own';
      return isRunners(path) ? 'runner' : 'other';
    }
    return 'other';
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
