import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CommandLineParser, VitestNode } from './vitest-api';

/**
 * The parser of Vitest's command, which knows its options. Vitest 5 exports it; in Vitest 3 and 4, the script of the
 * command imports it from an internal module.
 *
 * @param entry absolute path of `vitest/node`, beside that script
 * @returns `undefined` if it is not found; options are not checked then
 */
export async function findCommandParser(
  node: VitestNode,
  entry: string,
): Promise<CommandLineParser | undefined> {
  if (node.createCLI) return node.createCLI();
  const folder = dirname(entry);
  const found = /import \{ (?:(\w+) as )?createCLI \} from '(\.[^']+)'/.exec(
    readScript(join(folder, 'cli.js')),
  );
  const [, name = 'createCLI', path] = found ?? [];
  if (path === undefined) return undefined;
  const internal = (await import(pathToFileURL(join(folder, path)).href)) as Readonly<
    Record<string, unknown>
  >;
  const create = internal[name];
  return typeof create === 'function' ? (create as () => CommandLineParser)() : undefined;
}

function readScript(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
