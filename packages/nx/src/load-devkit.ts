type Devkit = typeof import('@nx/devkit');

/**
 * Loads Nx's devkit. It is an optional peer dependency: npm would otherwise install the newest version in the
 * range in a workspace without the devkit, which only fits the newest Nx. If it is missing, the module of Nx
 * that it re-exports is used.
 */
export function loadDevkit(): Devkit {
  try {
    return require('@nx/devkit') as Devkit;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error;
    return require('nx/src/devkit-exports') as Devkit;
  }
}
