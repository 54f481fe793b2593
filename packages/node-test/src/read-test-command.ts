import { readFileSync } from 'node:fs';
import type { NodeCommandLine } from './node-command-line';
import { findTestScript } from './node-test-script';

/**
 * What follows `node` in the script of a manifest that runs `node --test`.
 *
 * @param manifest absolute path of a `package.json`
 * @throws Error where the file can't be read or is no JSON
 */
export function readTestCommand(manifest: string): NodeCommandLine | undefined {
  return parseTestCommandOf(readFileSync(manifest, 'utf8'));
}

/** Whether a `package.json` has a script that runs `node --test`; that is all the configuration there is. */
export function hasTestScript(text: string): boolean {
  try {
    return parseTestCommandOf(text) !== undefined;
  } catch {
    return false; // no JSON
  }
}

function parseTestCommandOf(text: string): NodeCommandLine | undefined {
  const { scripts } = JSON.parse(text) as { scripts?: unknown };
  return typeof scripts === 'object' && scripts !== null
    ? findTestScript(scripts as Readonly<Record<string, unknown>>)
    : undefined;
}
