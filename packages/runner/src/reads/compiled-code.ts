import * as nodeModule from 'node:module';

/** Since Node 22.10. */
const { enableCompileCache, flushCompileCache } = nodeModule as Partial<
  Pick<typeof nodeModule, 'enableCompileCache' | 'flushCompileCache'>
>;

/**
 * Makes Node keep the compiled code of the modules that it loads, as the variable `NODE_COMPILE_CACHE` does.
 * If a process is started for each test file, it spends much of its time compiling the same modules. Does
 * nothing if Node does not support it.
 *
 * @param folder absolute path
 * @returns a function that stores the code compiled so far, because workers are ended by a signal; fast if
 * there is nothing new
 */
export function keepCompiledCode(folder: string, env: NodeJS.ProcessEnv): () => void {
  // According to Node's documentation, the coverage of functions from the cache is less precise.
  const isPossible = enableCompileCache && flushCompileCache && env['NODE_V8_COVERAGE'] === undefined;
  if (!isPossible) return () => undefined;
  enableCompileCache(folder);
  return flushCompileCache;
}
