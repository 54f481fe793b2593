/**
 * Builds the documentation as a site in `node_modules/.cache/site`. A dead link fails the build. The
 * generator is installed on first use, because only this command needs it.
 *
 * usage: npm run docs
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hasCloneParts, publishedPage } from '../published-page.mts';

const folder = import.meta.dirname;
const vitepress = join(folder, 'node_modules/vitepress/bin/vitepress.js');
const pages = join(folder, 'pages');

function run(command: string, args: readonly string[]): void {
  const shell = process.platform === 'win32' && command === 'npm';
  const { status } = spawnSync(command, args, { cwd: folder, stdio: 'inherit', shell });
  if (status !== 0) process.exit(status ?? 1);
}

if (!existsSync(vitepress)) run('npm', ['ci', '--no-audit', '--no-fund', '--ignore-scripts']);
// The pages must be beside the installed packages, so that their imports are resolved.
rmSync(pages, { recursive: true, force: true });
cpSync(join(folder, '../../docs'), pages, { recursive: true });
for (const page of readdirSync(pages).filter((name) => name.endsWith('.md'))) {
  const text = readFileSync(join(pages, page), 'utf8');
  if (hasCloneParts(text)) writeFileSync(join(pages, page), publishedPage(text));
}
run(process.execPath, [vitepress, 'build', '.']);
