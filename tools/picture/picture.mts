/**
 * Draws the terminal of the README from a real run in the workspace of the demo: the edit of one function,
 * the selection, and the run.
 *
 * usage: npm run picture   (writes docs/images/terminal.png; needs `script` of util-linux and a Chromium)
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { chromium } from 'playwright-core';
import { installedChromium } from '../shared/installed-chromium.mts';
import { childEnvironment } from '../shared/child-environment.mts';
import { replayTerminal } from './replay-terminal.mts';

const repository = join(import.meta.dirname, '..', '..');
const workspace = join(repository, '.demo');
const image = join(repository, 'docs', 'images', 'terminal.png');
const cli = join(repository, 'packages', 'cli', 'dist', 'bin.js');
const size = { columns: 112, rows: 60 };
const edit = {
  file: 'packages/money/src/add.ts',
  from: 'cents: other.cents + one.cents',
  to: 'cents: Math.round(other.cents + one.cents)',
};

function fail(text: string): never {
  console.error(`picture: ${text}`);
  process.exit(1);
}

/** Runs a command in a terminal. Returns its output. */
function runInTerminal(command: string): string {
  const { NO_COLOR, CI, ...environment } = childEnvironment({
    TERM: 'xterm-256color',
    // Nx may otherwise share its cache with other checkouts.
    NX_CACHE_DIRECTORY: join(workspace, '.nx', 'cache'),
  });
  const bin = join(repository, 'node_modules', '.bin');
  const env = { ...environment, PATH: `${bin}${delimiter}${environment['PATH'] ?? ''}` };
  const sized = `stty cols ${size.columns} rows ${size.rows}; ${command}`;
  const run = spawnSync('script', ['-qec', sized, '/dev/null'], { cwd: workspace, env, encoding: 'utf8' });
  if (run.status !== 0) fail(run.error?.message ?? `${command} ended with ${run.status}\n${run.stdout}`);
  return run.stdout;
}

async function writeImage(html: string): Promise<void> {
  const browser = await chromium.launch({
    executablePath: installedChromium ?? fail('no Chromium found: install one, or name it in CHROMIUM'),
    args: ['--no-sandbox', '--disable-gpu'],
  });
  const page = await browser.newPage({ deviceScaleFactor: 2 });
  await page.setContent(html);
  await page.addStyleTag({
    content: 'pre { display: inline-block; margin: 0 } pre > div { padding: 14px 18px; border-radius: 8px }',
  });
  const picture = await page.locator('pre').screenshot({ omitBackground: true });
  await browser.close();
  mkdirSync(dirname(image), { recursive: true });
  writeFileSync(image, picture);
}

const demo = spawnSync(process.execPath, [join(repository, 'tools/demo/demo.mts')], { stdio: 'inherit' });
if (demo.status !== 0) fail('the demo failed');
// The demo ran its last edit read-only, so its facts are collected now.
runInTerminal('nx run-many -t testmon');
const path = join(workspace, edit.file);
const text = readFileSync(path, 'utf8');
if (!text.includes(edit.from)) fail(`${edit.file} does not hold ${edit.from}`);
writeFileSync(path, text.replace(edit.from, edit.to));

const prompt = (command: string): string => `\u001b[32m$\u001b[0m \u001b[1m${command}\u001b[0m\r\n`;
const shown = [
  `\u001b[2m${edit.file}\u001b[0m\r\n\u001b[31m-  return { ${edit.from}, … };\u001b[0m\r\n\u001b[32m+  return { ${edit.to}, … };\u001b[0m\r\n\r\n`,
  `${prompt('npx testmon select')}${runInTerminal(`node ${cli} select`)}\r\n`,
  `${prompt('npx nx run-many -t testmon')}${runInTerminal('nx run-many -t testmon --outputStyle=dynamic-legacy')}`,
];
await writeImage(await replayTerminal(shown.join(''), size));
console.log(`picture: ${image}`);
