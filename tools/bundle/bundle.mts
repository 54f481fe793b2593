/**
 * Writes bundles in place of the compiler's output in `dist`. Each script that runs inside the process of a
 * test runner becomes one file. The entry points of each package become one file each, with further files for
 * code that they share and for code that they load late. A process then loads a few files of nx-testmon
 * instead of hundreds. Packages from npm are not bundled, so each must be a dependency of its package. The
 * page of the report becomes one self-contained HTML file.
 *
 * Run by `tools/setup.cjs` after the compiler; does nothing for a bundle whose sources and outputs are
 * unchanged.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { OutputChunk } from 'rolldown';
import { checkBundle } from './check-bundle.mts';
import { type Bundle, listBundles } from './list-bundles.mts';
import { writePage } from './write-page.mts';
import type { WrittenFiles } from './written-files.mts';

const root = dirname(dirname(import.meta.dirname));
const stampFile = join(root, 'node_modules', '.cache', 'bundles.json');

/** The sources of a bundle, its files, and the digest of all of them. */
interface Stamp extends WrittenFiles {
  readonly digest: string;
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

function digestOf({ sources, outputs }: WrittenFiles): string {
  const hash = createHash('sha256');
  const own = readdirSync(import.meta.dirname).map((name) => relative(root, join(import.meta.dirname, name)));
  const bundler = 'node_modules/rolldown/package.json';
  for (const path of [...own, bundler, ...sources]) hash.update(`${path}\0${readSource(path)}\0`);
  for (const path of outputs) {
    const file = join(root, path);
    hash.update(`${path}\0${existsSync(file) ? readFileSync(file, 'utf8') : ''}\0`);
  }
  return hash.digest('hex');
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

async function generateChunks({ folder, entries, format, inlined }: Bundle): Promise<OutputChunk[]> {
  const { rolldown } = await import('rolldown');
  const base = join(root, 'packages', folder);
  const siblings = inlined.map((name) => `@nx-testmon/${name}`);
  const isInside = (id: string) => id.startsWith(root) || siblings.includes(id);
  const build = await rolldown({
    input: Object.fromEntries(entries.map((path) => [path.replace(/\.m?ts$/, ''), join(base, 'src', path)])),
    platform: 'node',
    // Names of npm packages and of Node's modules are external. Ids of the bundler's own code start with a
    // zero byte or with the name of its package.
    external: (id) => /^[^./\0]/.test(id) && !id.startsWith('@oxc-project/') && !isInside(id),
    resolve: {
      extensionAlias: { '.js': ['.ts', '.js'] },
      alias: Object.fromEntries(
        inlined.map((name) => [`@nx-testmon/${name}`, join(root, 'packages', name, 'src/index.ts')]),
      ),
    },
    // No module of ours has effects on load that another module relies on.
    treeshake: { moduleSideEffects: false },
    transform: { target: 'node22.12' },
    onLog(level, log) {
      if (level === 'warn') throw new Error(`${folder}: ${log.message}`);
    },
  });
  const extension = format === 'es' ? 'mjs' : 'js';
  const isScript = inlined.length > 0;
  const { output } = await build.generate({
    format,
    dir: join(base, 'dist'),
    entryFileNames: `[name].${extension}`,
    chunkFileNames: `chunks/[name].${extension}`,
    // Exports the same names as the compiler's output. Scripts are excepted: a test runner that loads a
    // script uses its default export as the module.
    ...(isScript ? {} : { exports: 'named', esModule: true }),
    sourcemap: true,
    strict: true,
    codeSplitting: !isScript,
  });
  await build.close();
  return output.filter((one) => one.type === 'chunk');
}

/** Writes a bundle. Returns its sources and outputs. */
async function writeBundle(bundle: Bundle): Promise<WrittenFiles> {
  const chunks = await generateChunks(bundle);
  checkBundle(bundle, chunks, root);
  const dist = `packages/${bundle.folder}/dist`;
  const outputs = chunks.map(({ fileName }) => `${dist}/${fileName}`);
  for (const { fileName, code, map } of chunks) {
    writeWhole(join(root, dist, `${fileName}.map`), JSON.stringify(map));
    writeWhole(join(root, dist, fileName), code);
  }
  const modules = chunks.flatMap(({ moduleIds }) => moduleIds).filter((id) => id.startsWith(root));
  const manifest = `packages/${bundle.folder}/package.json`;
  return { sources: [manifest, ...new Set(modules.map((id) => relative(root, id)))], outputs };
}

/** Removes shared files of earlier bundles that no current bundle has. */
function removeStaleChunks(stamps: Readonly<Record<string, Stamp>>): void {
  const current = new Set(Object.values(stamps).flatMap(({ outputs }) => outputs));
  for (const folder of readdirSync(join(root, 'packages'))) {
    const chunks = `packages/${folder}/dist/chunks`;
    if (!existsSync(join(root, chunks))) continue;
    for (const name of readdirSync(join(root, chunks))) {
      if (!current.has(`${chunks}/${name.replace(/\.map$/, '')}`)) rmSync(join(root, chunks, name));
    }
  }
}

async function main(): Promise<void> {
  const before = readStamps();
  const stamps: Record<string, Stamp> = {};
  const keep = async (key: string, write: () => Promise<WrittenFiles>): Promise<void> => {
    const known = before[key];
    if (known !== undefined && digestOf(known) === known.digest) {
      stamps[key] = known;
      return;
    }
    const written = await write();
    stamps[key] = { ...written, digest: digestOf(written) };
  };
  for (const bundle of listBundles(root))
    await keep(`${bundle.folder}: ${bundle.entries.join(', ')}`, () => writeBundle(bundle));
  await keep('report: page', () => writePage(root, writeWhole));
  removeStaleChunks(stamps);
  writeWhole(stampFile, JSON.stringify(stamps));
}

await main();
