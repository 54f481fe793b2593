/**
 * Bundles each script that runs inside the process of a test runner into one file, in place of what the compiler
 * has written for it in `dist`: such a process loads one file of nx-testmon in place of up to a hundred. Packages
 * from npm stay outside of the bundle, so each must be a dependency of the script's own package.
 *
 * Run by `tools/setup.cjs` after the compiler; does nothing for a script whose sources and output are unchanged.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { bundledScripts } from './bundled-scripts.mts';

const root = dirname(import.meta.dirname);
const stampFile = join(root, 'node_modules', '.cache', 'bundled-scripts.json');

interface Script {
  /** Relative to the root, as are all paths here. */
  readonly source: string;
  readonly output: string;
  readonly format: 'cjs' | 'es';
  /** Manifest of its package: names the packages from npm that it may load. */
  readonly manifest: string;
}

/** What a bundle was made from, and the digest of all of it together with the bundle. */
interface Stamp {
  readonly sources: readonly string[];
  readonly digest: string;
}

function describeScript(folder: string, path: string): Script {
  return {
    source: `packages/${folder}/src/${path}`,
    output: `packages/${folder}/dist/${path.replace(/ts$/, 'js')}`,
    format: path.endsWith('.mts') ? 'es' : 'cjs',
    manifest: `packages/${folder}/package.json`,
  };
}

const texts = new Map<string, string>();

function readSource(path: string): string {
  const known = texts.get(path);
  if (known !== undefined) return known;
  const file = join(root, path);
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  texts.set(path, text);
  return text;
}

function digestOf(sources: readonly string[], output: string): string {
  const hash = createHash('sha256');
  const bundler = 'node_modules/rolldown/package.json';
  const own = relative(root, import.meta.filename);
  for (const path of [own, bundler, ...sources]) hash.update(`${path}\0${readSource(path)}\0`);
  return hash.update(existsSync(join(root, output)) ? readFileSync(join(root, output)) : '').digest('hex');
}

function readStamps(): Record<string, Stamp> {
  try {
    return JSON.parse(readFileSync(stampFile, 'utf8')) as Record<string, Stamp>;
  } catch {
    return {};
  }
}

function writeWhole(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
}

/** Writes the bundle of a script. Returns the sources it was made from. */
async function bundle({ source, output, format, manifest }: Script): Promise<string[]> {
  const { rolldown } = await import('rolldown');
  const build = await rolldown({
    input: join(root, source),
    platform: 'node',
    external: (id) => /^[^./]/.test(id) && !id.startsWith('@nx-testmon/') && !id.startsWith(root),
    resolve: {
      extensionAlias: { '.js': ['.ts', '.js'] },
      alias: Object.fromEntries(
        ['core', 'runner'].map((name) => [
          `@nx-testmon/${name}`,
          join(root, 'packages', name, 'src/index.ts'),
        ]),
      ),
    },
    // No module of ours does anything when it is loaded that another relies on.
    treeshake: { moduleSideEffects: false },
    transform: { target: 'node22.12' },
    onLog(level, log) {
      if (level === 'warn') throw new Error(`${source}: ${log.message}`);
    },
  });
  const { output: chunks } = await build.generate({
    format,
    sourcemap: true,
    strict: true,
    codeSplitting: false,
    file: join(root, output),
  });
  await build.close();
  const [chunk] = chunks;
  const { dependencies = {} } = JSON.parse(readSource(manifest)) as {
    readonly dependencies?: Readonly<Record<string, string>>;
  };
  // A `require` inside of a function is not among the chunk's imports.
  const required = [...chunk.code.matchAll(/\brequire\("([^"]+)"\)/g)].map(([, name = '']) => name);
  const undeclared = [...chunk.imports, ...chunk.dynamicImports, ...required].filter(
    (name) => !name.startsWith('node:') && !(name in dependencies),
  );
  if (undeclared.length > 0)
    throw new Error(`${source} loads ${undeclared.join(', ')}: add it to the dependencies of its package`);
  writeWhole(join(root, `${output}.map`), JSON.stringify(chunk.map));
  writeWhole(join(root, output), chunk.code);
  const modules = chunk.moduleIds.filter((id) => id.startsWith(root)).map((id) => relative(root, id));
  return [manifest, ...modules];
}

async function main(): Promise<void> {
  const before = readStamps();
  const stamps: Record<string, Stamp> = {};
  const all = Object.entries(bundledScripts).flatMap(([folder, paths]) =>
    paths.map((path) => describeScript(folder, path)),
  );
  for (const script of all) {
    const known = before[script.output];
    const isCurrent = known !== undefined && digestOf(known.sources, script.output) === known.digest;
    const sources = isCurrent ? known.sources : await bundle(script);
    stamps[script.output] = isCurrent ? known : { sources, digest: digestOf(sources, script.output) };
  }
  writeWhole(stampFile, JSON.stringify(stamps));
}

await main();
