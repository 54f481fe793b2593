import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { PlainRun } from './test-runner';

/**
 * The arguments of `node` that run a runner's own command; `undefined` if it is not installed.
 *
 * @param runOnce the arguments that make the command run once
 */
export function packageCommand(
  packageName: string,
  runOnce: readonly string[],
  { projectRoot, config, isConfigNamed, runnerArguments }: PlainRun,
): readonly string[] | undefined {
  const script = findScript(packageName, projectRoot);
  if (script === undefined) return undefined;
  return [script, ...runOnce, ...(isConfigNamed ? [`--config=${config}`] : []), ...runnerArguments];
}

/** The script of a package's command. */
function findScript(packageName: string, projectRoot: string): string | undefined {
  try {
    const manifest = createRequire(join(projectRoot, 'package.json')).resolve(`${packageName}/package.json`);
    const { bin } = JSON.parse(readFileSync(manifest, 'utf8')) as {
      bin?: string | Readonly<Record<string, string>>;
    };
    const script = typeof bin === 'string' ? bin : bin?.[packageName];
    return script === undefined ? undefined : join(dirname(manifest), script);
  } catch {
    return undefined;
  }
}
