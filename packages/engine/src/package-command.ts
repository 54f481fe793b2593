import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/**
 * Absolute path of the script that a package names as its command; `undefined` where it is not installed.
 *
 * @param projectRoot absolute; the package is looked for as a module there would
 */
export function packageCommand(name: string, projectRoot: string): string | undefined {
  try {
    const manifest = createRequire(join(projectRoot, 'package.json')).resolve(`${name}/package.json`);
    const { bin } = JSON.parse(readFileSync(manifest, 'utf8')) as {
      bin?: string | Readonly<Record<string, string>>;
    };
    const script = typeof bin === 'string' ? bin : bin?.[name];
    return script === undefined ? undefined : join(dirname(manifest), script);
  } catch {
    return undefined;
  }
}
