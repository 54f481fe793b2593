import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { PublishedPackage } from './publish-order.mts';

const execute = promisify(execFile);

/**
 * Whether the registry has this version.
 *
 * @param npmArguments such as `--registry`
 * @throws Error if the registry did not answer, because publishing could then fail halfway
 */
export async function isPublished(
  { name, version }: Pick<PublishedPackage, 'name' | 'version'>,
  npmArguments: readonly string[],
): Promise<boolean> {
  try {
    // If the package exists without this version, npm prints an empty text.
    const { stdout } = await execute('npm', ['view', `${name}@${version}`, 'version', ...npmArguments]);
    return stdout.trim() !== '';
  } catch (error) {
    const { stderr = '' } = error as { readonly stderr?: string };
    if (/\bE404\b/.test(stderr)) return false;
    throw new Error(`npm view ${name} failed: ${stderr.trim() || String(error)}`, { cause: error });
  }
}

/** @throws Error with npm's message if npm did not publish the tarball */
export async function publishTarball(tarball: string, npmArguments: readonly string[]): Promise<void> {
  const { stdout } = await execute('npm', ['publish', tarball, ...npmArguments]);
  console.log(stdout.trim());
}
