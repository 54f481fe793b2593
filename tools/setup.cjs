// Prepares a fresh clone: dependencies, a Node 22 of its own, compiled packages. Runs on any Node >= 20,
// reports what it does, and takes a fraction of a second if everything is up to date.
// --no-build: dependencies only.
// TESTMON_TOOLS_NODE=current: the tools run on the Node that starts them, instead of the clone's own.
const { spawnSync } = require('node:child_process');
const { existsSync, readFileSync, readdirSync } = require('node:fs');
const { delimiter, join } = require('node:path');
const { removeStaleOutputs } = require('./remove-stale-outputs.cjs');

const root = join(__dirname, '..');
const modules = join(root, 'node_modules');
const ownNode = join(modules, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
const usesCurrentNode = process.env.TESTMON_TOOLS_NODE === 'current';
const node = usesCurrentNode ? process.execPath : ownNode;

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @returns whether it succeeded
 */
function run(command, args, env = process.env) {
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    env,
    // On Windows, npm is a shell script. Other commands start without a shell, which would split arguments
    // that contain spaces.
    shell: process.platform === 'win32' && command === 'npm',
  });
  if (error) console.error(`setup: ${error.message}`);
  return status === 0;
}

/**
 * @param {string} message
 * @returns {never}
 */
function stop(message) {
  console.error(`setup: ${message}`);
  process.exit(2);
}

/**
 * @typedef {{ readonly version?: string, readonly link?: boolean, readonly optional?: boolean, readonly devOptional?: boolean }} LockedPackage
 *
 * @param {string} file a lockfile
 * @returns {Readonly<Record<string, LockedPackage>>}
 */
function readLocked(file) {
  /** @type {unknown} */
  const lockfile = JSON.parse(readFileSync(file, 'utf8'));
  const { packages } = /** @type {{ readonly packages: Readonly<Record<string, LockedPackage>> }} */ (
    lockfile
  );
  return packages;
}

/**
 * Whether each package of the lockfile is installed in its version. Optional packages may be missing, because
 * they can be for other platforms.
 */
function installed() {
  const marker = join(modules, '.package-lock.json');
  if (!existsSync(marker)) return false;
  const wanted = readLocked(join(root, 'package-lock.json'));
  const there = readLocked(marker);
  return Object.entries(wanted).every(
    ([path, { version, link, optional, devOptional }]) =>
      !path.includes('node_modules/') ||
      there[path]?.version === version ||
      (there[path] === undefined && (optional || devOptional || link)),
  );
}

function nodeVersion() {
  if (!existsSync(node)) return undefined;
  const { stdout, status } = spawnSync(node, ['--version'], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20) stop(`Node ${process.versions.node} is too old to start with; install Node 20 or later`);
if (usesCurrentNode && (major < 22 || (major === 22 && minor < 18))) {
  stop(
    `Node ${process.versions.node} can't run the tools; unset TESTMON_TOOLS_NODE or use Node 22.18 or later`,
  );
}

if (!installed()) {
  console.log('setup: installing dependencies (npm ci)');
  // Without install scripts, because only one is needed, which runs below. better-sqlite3 ships its binaries,
  // but npm would still start node-gyp for it, which fails on a machine without Python and a compiler. Only
  // errors are logged: npm warns about its own version of Node, but the packages run on the Node that is
  // installed here.
  if (!run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'])) {
    stop('npm ci failed; see its message above, then run the command again');
  }
}
if (nodeVersion() === undefined) {
  console.log('setup: installing a Node 22 for this repository (npm rebuild node)');
  if (!run('npm', ['rebuild', 'node', '--loglevel=error']) || nodeVersion() === undefined) {
    stop('the node package could not be installed; is the npm registry reachable?');
  }
}
if (!process.argv.includes('--no-build')) {
  const packages = readdirSync(join(root, 'packages')).map((name) => join('packages', name));
  const path = [join(modules, 'node', 'bin'), join(modules, '.bin'), process.env.PATH].join(delimiter);
  const compiler = join(modules, 'typescript', 'bin', 'tsc');
  const built = packages.every((folder) => existsSync(join(root, folder, 'dist')));
  if (!built) console.log('setup: compiling the packages (tsc -b)');
  if (!run(node, [compiler, '-b', ...packages], { ...process.env, PATH: path })) {
    stop('the packages do not compile; see the messages above');
  }
  const stale = packages.flatMap((folder) => removeStaleOutputs(join(root, folder)));
  if (stale.length > 0) console.log(`setup: removed ${stale.length} outputs of sources that are gone`);
  if (!run(node, [join(root, 'tools', 'bundle', 'bundle.mts')])) {
    stop('the packages could not be bundled; see the messages above');
  }
}

module.exports = { node };
