import { readFileSync } from 'node:fs';
import type { NodeCommandLine } from './node-command-line';
import { findTestScript } from './node-test-script';

/**
 * The arguments of `node` in the script of a manifest that runs `node --test`.
 *
 * @param manifest absolute path of a `package.json`
 * @throws Error if the file can't be read or is not JSON
 */
export function readTestCommand(manifest: string): NodeCommandLine | undefined {
  return parseTestCommandOf(readFileSync(manifest, 'utf8'));
}

/** Whether a `package.json` has a script that runs `node --test`. Node has no other configuration. */
export function hasTestScript(text: string): boolean {
  try {
    return parseTestCommandOf(text) !== undefined;
  } catch {
    return false; // not JSON
  }
}

function parseTestCommandOf(text: string): NodeCommandLine | undefined {
  const { scripts } = JSON.parse(text) as { scripts?: unknown };
  return typeof scripts === 'object' && scripts !== null
    ? findTestScript(scripts as Readonly<Record<string, unknown>>)
    : undefined;
}
