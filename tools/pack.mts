/**
 * Packs every package into a folder, as tarballs that are installed together: `npm i -D DIR/*.tgz`.
 *
 * usage: npm run pack -- DIR [--repository URL]
 *
 * No file of this repository names its public address. `--repository` (or `repository` of the root manifest)
 * is written into each manifest as `repository`, `homepage` and `bugs`.
 */
import type { spawnSync as SpawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { findLoadedFiles } from './find-loaded-files.mts';
import { publishedPage } from './published-page.mts';

const root = dirname(import.meta.dirname);

/** Starts `npm` on Windows too, where it is a script, with arguments that may contain spaces. */
const require = createRequire(import.meta.url);
const { sync: spawnSync } = require('cross-spawn') as { sync: typeof SpawnSync };

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly repository?: string;
  readonly [field: string]: unknown;
}

/** An expected failure, with its reason and the next step. The process ends with exit code 2. */
class PackError extends Error {}

function readManifest(file: string): Manifest {
  return JSON.parse(readFileSync(file, 'utf8')) as Manifest;
}

function npm(args: readonly string[], cwd: string): string {
  const { status, stdout, stderr, error } = spawnSync('npm', args, {
    cwd,
    encoding: 'utf8',
    maxBuffer: 1e9,
  });
  if (status !== 0) throw new PackError(`npm ${args[0]} failed: ${error?.message ?? stderr}`);
  return stdout;
}

interface PackedContent {
  readonly name: string;
  readonly files: readonly { readonly path: string }[];
}

/**
 * The files that npm would publish, per package. npm 10 lists packages in an array, npm 11.19 in an object by
 * name.
 */
function listPublishedFiles(folders: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const paths = folders.map((folder) => `./packages/${folder}`);
  const output = npm(['pack', '--dry-run', '--json', '--ignore-scripts', ...paths], root);
  const contents = Object.values(JSON.parse(output) as Record<string, PackedContent>);
  return new Map(contents.map(({ name, files }) => [name, files.map(({ path }) => path)]));
}

/**
 * Whether an older build left a compiled file behind, whose source is gone. Files that entry points share
 * never have a source.
 */
function isLeftOver(folder: string, file: string): boolean {
  if (file.startsWith('dist/chunks/')) return false;
  const [, stem] = /^dist\/(.*?)(?:\.d\.m?ts|\.js|\.mjs|\.cjs|\.d\.ts\.map|\.js\.map)$/.exec(file) ?? [];
  if (stem === undefined) return false;
  return !['.ts', '.mts', '.cts', '.tsx', '.js', '.cjs', '.mjs'].some((extension) =>
    existsSync(join(folder, 'src', stem + extension)),
  );
}

/** Whether nothing loads a compiled file, because its code is in a bundle. */
function isUnused(file: string, loaded: ReadonlySet<string>): boolean {
  return /^dist\/.*\.[cm]?js$/.test(file) && !loaded.has(file);
}

/** Removes the link to a source map. The tarballs contain neither sources nor source maps. */
function dropSourceMapLink(file: string): void {
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace(/^\/\/# sourceMappingURL=.*\n?/m, ''));
}

/** The fields of a manifest that lead from a registry to the repository. */
function describeHome(repository: string | undefined, folder: string): Record<string, unknown> {
  if (repository === undefined) return {};
  const url = repository.replace(/^git\+/, '').replace(/\.git$/, '');
  return {
    repository: { type: 'git', url: `git+${url}.git`, directory: `packages/${folder}` },
    homepage: `${url}#readme`,
    bugs: `${url}/issues`,
  };
}

/**
 * Copies the published files of a package, and the files that all packages share, into a folder of its own.
 */
async function stage(
  folder: string,
  files: readonly string[],
  staging: string,
  repository: string | undefined,
): Promise<void> {
  const source = join(root, 'packages', folder);
  const loaded = await findLoadedFiles(source);
  const target = join(staging, folder);
  for (const file of files) {
    if (isLeftOver(source, file) || isUnused(file, loaded)) continue;
    if (/\.map$|\.tsbuildinfo$/.test(file)) continue;
    mkdirSync(dirname(join(target, file)), { recursive: true });
    copyFileSync(join(source, file), join(target, file));
    if (/\.[cm]?js$/.test(file)) dropSourceMapLink(join(target, file));
  }
  copyFileSync(join(root, 'LICENSE'), join(target, 'LICENSE'));
  // The Nx plugin is the package that users install, so a registry shows the README of the repository for it.
  if (folder === 'nx') {
    const readme = readFileSync(join(root, 'README.md'), 'utf8');
    writeFileSync(join(target, 'README.md'), publishedPage(readme));
  }
  const { nx: _tags, devDependencies: _ours, ...published } = readManifest(join(target, 'package.json'));
  const manifest = { ...published, ...describeHome(repository, folder) };
  writeFileSync(join(target, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** npm finds the packages of the other tarballs by itself, but pnpm needs `pnpm.overrides`. */
function writeOverrides(destination: string, manifests: readonly Manifest[]): void {
  const overrides = Object.fromEntries(
    manifests.map(({ name, version }) => {
      const tarball = `${name.replace('@', '').replace('/', '-')}-${version}.tgz`;
      return [name, `file:${join(destination, tarball)}`];
    }),
  );
  writeFileSync(join(destination, 'pnpm-overrides.json'), `${JSON.stringify({ overrides }, null, 2)}\n`);
}

/**
 * @param destination absolute path; tarballs of earlier runs are removed from it
 * @returns paths of the tarballs
 */
export async function packPackages(destination: string, repository?: string): Promise<readonly string[]> {
  const folders = readdirSync(join(root, 'packages'));
  const manifests = folders.map((folder) => readManifest(join(root, 'packages', folder, 'package.json')));
  const versions = new Set(manifests.map(({ version }) => version));
  if (versions.size > 1)
    throw new PackError(`the packages have different versions: ${[...versions].join(', ')}`);
  mkdirSync(destination, { recursive: true });
  for (const file of readdirSync(destination)) {
    if (/^nx-testmon-.*\.tgz$/.test(file)) unlinkSync(join(destination, file));
  }
  const staging = mkdtempSync(join(tmpdir(), 'nx-testmon-pack-'));
  try {
    const published = listPublishedFiles(folders);
    for (const [index, folder] of folders.entries()) {
      await stage(folder, published.get(manifests[index]!.name) ?? [], staging, repository);
    }
    const staged = folders.map((folder) => `./${folder}`);
    npm(['pack', '--ignore-scripts', '--silent', '--pack-destination', destination, ...staged], staging);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
  writeOverrides(destination, manifests);
  return readdirSync(destination)
    .filter((file) => file.endsWith('.tgz'))
    .map((file) => join(destination, file));
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { repository: { type: 'string' } },
  });
  const [out] = positionals;
  if (out === undefined) throw new PackError('name a folder: npm run pack -- DIR');
  // Relative paths are resolved from the folder in which npm was called.
  const destination = resolve(process.env['INIT_CWD'] ?? process.cwd(), out);
  const repository = values.repository ?? readManifest(join(root, 'package.json')).repository;
  const tarballs = await packPackages(destination, repository);
  console.log(`pack: ${tarballs.length} tarballs in ${destination}`);
  console.log(`pack: npm i -D ${join(relative(process.cwd(), destination) || '.', '*.tgz')}`);
}

if (process.argv[1] === import.meta.filename) {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof PackError)) throw error;
    console.error(`pack: ${error.message}`);
    process.exitCode = 2;
  }
}
