/**
 * Which compiled files of a package anything can load: those that its entry points and its bundled scripts reach. The
 * others are modules that exist in a bundle only, and modules that hold nothing but types.
 */
import { existsSync, readFileSync } from 'node:fs';
import { basename, isAbsolute, join, relative } from 'node:path';
import { rolldown } from 'rolldown';
import { bundledScripts } from './bundled-scripts.mts';

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

/** What the manifests name; Nx loads executors and generators by a path without extension. */
function findEntryPoints(folder: string): string[] {
  const texts = ['package.json', 'executors.json', 'generators.json']
    .map((name) => join(folder, name))
    .filter((file) => existsSync(file))
    .map((file) => readFileSync(file, 'utf8'));
  const named = texts.flatMap((text) =>
    [...text.matchAll(/"(?:\.\/)?(dist\/[^"#]+)(?:#[^"]*)?"/g)].map(([, path = '']) => path),
  );
  const files = named.filter((path) => !/\.d\.[cm]?ts$/.test(path));
  return [...new Set(files.map((path) => (/\.[cm]?js$/.test(path) ? path : `${path}.js`)))];
}

function findScripts(folder: string): string[] {
  const sources = bundledScripts[basename(folder)] ?? [];
  return sources.map((path) => `dist/${path.replace(/ts$/, 'js')}`);
}
