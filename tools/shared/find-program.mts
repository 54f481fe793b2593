import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Path of the script of a program that a workspace or a folder above it has installed. Programs in `.bin` are
 * not used, because package managers write shell scripts there.
 */
export function findProgram(workspace: string, packageName: string, name: string): string | undefined {
  for (let folder = workspace; ; folder = dirname(folder)) {
    const manifest = join(folder, 'node_modules', packageName, 'package.json');
    if (existsSync(manifest)) {
      const { bin } = JSON.parse(readFileSync(manifest, 'utf8')) as { bin: string | Record<string, string> };
      const script = typeof bin === 'string' ? bin : bin[name];
      return script === undefined ? undefined : join(dirname(manifest), script);
    }
    if (dirname(folder) === folder) return undefined;
  }
}

/**
 * Path of the command line of this repository.
 *
 * @throws Error if it is not installed
 */
export function findTestmon(): string {
  const testmon = findProgram(import.meta.dirname, '@nx-testmon/cli', 'testmon');
  if (testmon === undefined) throw new Error('the packages are not installed; run `node tools/setup.cjs`');
  return testmon;
}
