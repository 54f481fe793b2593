import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { failed } from '@nx-testmon/core';
import type { PlainCommand, PlainRun } from './test-runner';

/** A test runner that is started by the command of its package. */
export interface PackagedCommand {
  readonly title: string;
  /** Also the name of the command. */
  readonly packageName: string;
  /** The arguments that make the command run once. */
  readonly runOnce: readonly string[];
}

/** The arguments of `node` that run the command of a package. */
export function packageCommand(
  { title, packageName, runOnce }: PackagedCommand,
  { projectRoot, config, isConfigNamed, runnerArguments }: PlainRun,
): PlainCommand {
  const script = findScript(packageName, projectRoot);
  if (script === undefined) return failed({ kind: 'runner-not-installed', title, projectRoot, packageName });
  const named = isConfigNamed ? [`--config=${config}`] : [];
  return { ok: true, words: [script, ...runOnce, ...named, ...runnerArguments] };
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
    return undefined; // not installed, which the caller reports
  }
}
