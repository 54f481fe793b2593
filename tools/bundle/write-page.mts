import { createRequire } from 'node:module';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { WrittenFiles } from './written-files.mts';

/** The sources and the output of the page, relative to the root. */
const [view, page] = ['packages/report/view', 'packages/report/dist/page.html'];

/** Packages whose code is part of the page. Their licenses require that their text is included. */
const inlinedPackages = ['preact', 'uplot'];

/**
 * Writes the page of the report: one HTML file with its styles and its script, into which `renderReport` inserts the
 * data.
 *
 * @param write writes a file
 */
export async function writePage(
  root: string,
  write: (file: string, text: string) => void,
): Promise<WrittenFiles> {
  const read = (path: string): string => readFileSync(join(root, path), 'utf8');
  const folders = inlinedPackages.map((name) => findPackage(root, name));
  const styles = [join(findPackage(root, 'uplot'), 'dist/uPlot.min.css'), join(view, 'style.css')];
  const { code, sources } = await bundleScript(root);
  const parts: Readonly<Record<string, string>> = {
    '/*styles*/': styles.map(read).join('\n'),
    // A tag in a string of the code would end the element.
    '/*script*/': code.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--'),
    '<!--licenses-->': `<!--\n${folders.map((folder) => readLicense(root, folder)).join('\n\n')}\n-->`,
  };
  const template = `${view}/template.html`;
  let text = read(template);
  for (const [marker, part] of Object.entries(parts)) {
    const [before, after, ...more] = text.split(marker);
    if (before === undefined || after === undefined || more.length > 0)
      throw new Error(`${template} must hold ${marker} once`);
    text = before + part + after;
  }
  write(join(root, page), text);
  const manifests = folders.map((folder) => `${folder}/package.json`);
  return { sources: [template, ...styles, ...sources, ...manifests], outputs: [page] };
}

async function bundleScript(root: string): Promise<{ readonly code: string; readonly sources: string[] }> {
  const { rolldown } = await import('rolldown');
  const build = await rolldown({
    input: join(root, view, 'main.tsx'),
    platform: 'browser',
    transform: { target: 'es2022' },
    onLog(level, log) {
      if (level === 'warn') throw new Error(`report: ${log.message}`);
    },
  });
  const { output } = await build.generate({ format: 'iife', minify: true, codeSplitting: false });
  await build.close();
  const [{ code, moduleIds }] = output;
  const own = moduleIds.filter((id) => id.startsWith(join(root, 'packages')));
  return { code, sources: own.map((id) => relative(root, id)) };
}

/** The folder of a package that the report depends on, relative to the root. */
function findPackage(root: string, name: string): string {
  const require = createRequire(join(root, 'packages/report/package.json'));
  return relative(root, dirname(require.resolve(`${name}/package.json`)));
}

function readLicense(root: string, folder: string): string {
  const name = readdirSync(join(root, folder)).find((one) => /^licen[cs]e/i.test(one));
  if (name === undefined) throw new Error(`${folder} has no license`);
  return `${folder.replace(/^.*node_modules\//, '')}\n${readFileSync(join(root, folder, name), 'utf8').trim()}`;
}
