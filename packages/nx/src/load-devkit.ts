type Devkit = typeof import('@nx/devkit');

/**
 * Nx's devkit. It is an optional peer, because npm would pick the newest version in the range for a workspace that
 * has none, and that one fits only the newest Nx. Without it, the module of Nx that it re-exports does the same.
 */
export function loadDevkit(): Devkit {
  try {
    return require('@nx/devkit') as Devkit;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error;
    return require('nx/src/devkit-exports') as Devkit;
  }
}
