// Packs every package into a folder as tarballs that are installed together: npm i -D DIR/*.tgz
// usage: npm run pack -- DIR
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const { tmpdir } = require('node:os');
const { dirname, join, relative } = require('node:path');
const { fromHere } = require('./shared/from-here.cjs');

const root = join(__dirname, '..');

function stop(message) {
  console.error(`pack: ${message}`);
  process.exit(2);
}

function npm(args, cwd) {
  const { status, stdout, stderr, error } = spawnSync('npm', args, {
    cwd,
    encoding: 'utf8',
    maxBuffer: 1e9,
    shell: process.platform === 'win32',
  });
  if (status !== 0) stop(`npm ${args[0]} failed: ${error?.message ?? stderr}`);
  return stdout;
}

/** npm 10 lists packages in an array, npm 11.19 in an object by name. */
const listed = (stdout) => Object.values(JSON.parse(stdout));

/** A compiled file whose source is gone is left over from an older build. */
function isLeftOver(folder, file) {
  const [, stem] = /^dist\/(.*?)(?:\.d\.ts|\.js|\.mjs|\.cjs|\.d\.ts\.map|\.js\.map)$/.exec(file) ?? [];
  if (stem === undefined) return false;
  return !['.ts', '.mts', '.cts', '.tsx', '.js', '.cjs', '.mjs'].some((extension) =>
    fs.existsSync(join(folder, 'src', stem + extension)),
  );
}

/** Source maps stay out of the tarballs, because sources do. */
function dropSourceMapLink(file) {
  const text = fs.readFileSync(file, 'utf8');
  fs.writeFileSync(file, text.replace(/^\/\/# sourceMappingURL=.*\n?/m, ''));
}

/** Copies what would be published, and what every package shares, into a folder of its own. */
function stage(name, files, staging) {
  const folder = join(root, 'packages', name);
  const target = join(staging, name);
  for (const file of files) {
    if (isLeftOver(folder, file) || /\.map$|\.tsbuildinfo$/.test(file)) continue;
    fs.mkdirSync(dirname(join(target, file)), { recursive: true });
    fs.copyFileSync(join(folder, file), join(target, file));
    if (file.endsWith('.js')) dropSourceMapLink(join(target, file));
  }
  fs.copyFileSync(join(root, 'LICENSE'), join(target, 'LICENSE'));
  if (name === 'nx') fs.copyFileSync(join(root, 'README.md'), join(target, 'README.md'));
  const manifest = JSON.parse(fs.readFileSync(join(target, 'package.json'), 'utf8'));
  delete manifest.nx;
  delete manifest.devDependencies;
  fs.writeFileSync(join(target, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  return manifest;
}

/** npm finds the packages of the other tarballs by itself; pnpm needs to be told, in `pnpm.overrides`. */
function writeOverrides(destination) {
  const overrides = Object.fromEntries(
    fs
      .readdirSync(join(root, 'packages'))
      .map((name) => JSON.parse(fs.readFileSync(join(root, 'packages', name, 'package.json'), 'utf8')))
      .map(({ name, version }) => [
        name,
        `file:${join(destination, `${name.replace('@', '').replace('/', '-')}-${version}.tgz`)}`,
      ]),
  );
  fs.writeFileSync(join(destination, 'pnpm-overrides.json'), `${JSON.stringify({ overrides }, null, 2)}\n`);
}

function main() {
  const [out] = process.argv.slice(2);
  if (!out) stop('say where: npm run pack -- DIR');
  const destination = fromHere(out);
  fs.mkdirSync(destination, { recursive: true });
  for (const file of fs.readdirSync(destination)) {
    if (/^nx-testmon-.*\.tgz$/.test(file)) fs.unlinkSync(join(destination, file));
  }
  const names = fs.readdirSync(join(root, 'packages'));
  const staging = fs.mkdtempSync(join(tmpdir(), 'nx-testmon-pack-'));
  try {
    const contents = listed(
      npm(
        ['pack', '--dry-run', '--json', '--ignore-scripts', ...names.map((name) => `./packages/${name}`)],
        root,
      ),
    );
    const manifests = names.map((name) => {
      const { name: full } = JSON.parse(
        fs.readFileSync(join(root, 'packages', name, 'package.json'), 'utf8'),
      );
      const content = contents.find((one) => one.name === full);
      return stage(
        name,
        content.files.map((file) => file.path),
        staging,
      );
    });
    const versions = new Set(manifests.map((manifest) => manifest.version));
    if (versions.size > 1) stop(`the packages have different versions: ${[...versions].join(', ')}`);
    npm(
      [
        'pack',
        '--ignore-scripts',
        '--silent',
        '--pack-destination',
        destination,
        ...names.map((name) => `./${name}`),
      ],
      staging,
    );
  } finally {
    fs.rmSync(staging, { recursive: true, force: true });
  }
  writeOverrides(destination);
  const tarballs = fs.readdirSync(destination).filter((file) => file.endsWith('.tgz'));
  console.log(`pack: ${tarballs.length} tarballs in ${destination}`);
  console.log(`pack: npm i -D ${join(relative(process.cwd(), destination) || '.', '*.tgz')}`);
}

main();
