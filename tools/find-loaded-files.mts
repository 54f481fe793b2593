/**
 * Finds the compiled files of a package that can be loaded: those that its entry points and bundled scripts
 * reach. All other files are modules that exist only in a bundle, or modules that contain only types.
 */
import { existsSync } from 'node:fs';
import { basename, isAbsolute, join, relative } from 'node:path';
import { rolldown } from 'rolldown';
import { bundledScripts } from './bundle/bundled-scripts.mts';
import { findEntryPoints } from './bundle/find-entry-points.mts';

/** @param folder absolute path of the package @returns paths relative to it */
export async function findLoadedFiles(folder: string): Promise<ReadonlySet<string>> {
  const entryPoints = [...findEntryPoints(folder), ...findScripts(folder)];
  const missing = entryPoints.filter((path) => !existsSync(join(folder, path)));
  if (missing.length > 0) throw new Error(`${folder} has no ${missing.join(', ')}`);
  const build = await rolldown({
    input: entryPoints.map((path) => join(folder, path)),
    platform: 'node',
    external: (id) => !id.startsWith('.') && !isAbsolute(id),
    treeshake: false,
    logLevel: 'silent',
  });
  try {
    const { output } = await build.generate({ format: 'es' });
    const modules = output.flatMap((one) => (one.type === 'chunk' ? one.moduleIds : []));
    return new Set(modules.map((id) => relative(folder, id).replaceAll('\\', '/')));
  } finally {
    await build.close();
  }
}

function findScripts(folder: string): string[] {
  const sources = bundledScripts[basename(folder)] ?? [];
  return sources.map((path) => `dist/${path.replace(/ts$/, 'js')}`);
}
