import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

/** Loads a module of either kind, as Jest does, and returns its default export. */
export async function loadModule(path: string): Promise<unknown> {
  try {
    return defaultOf(createRequire(__filename)(path));
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (code !== 'ERR_REQUIRE_ESM' && code !== 'ERR_REQUIRE_ASYNC_MODULE') throw error;
    return defaultOf(await import(pathToFileURL(path).href));
  }
}

function defaultOf(module: unknown): unknown {
  const { __esModule: isCompiled, default: value } = (module ?? {}) as Record<string, unknown>;
  const isNamespace = Object.prototype.toString.call(module) === '[object Module]';
  return (isCompiled === true || isNamespace) && value !== undefined ? value : module;
}
