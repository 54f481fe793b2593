import type { CodeRequest } from '@nx-testmon/engine';

/**
 * Parses `src/a.ts`, `src/a.ts:42`, `src/a.ts:42:7`, `src/a.ts#total` or `src/a.ts##sum`. An existing file
 * with the whole text as its name takes precedence.
 *
 * @param findFile returns the path of a file relative to the workspace root; `undefined` if it does not exist
 */
export function parseCodeRequest(
  text: string,
  findFile: (path: string) => string | undefined,
): CodeRequest | undefined {
  const file = findFile(text);
  if (file !== undefined) return { file };
  const [, before = '', line = ''] = /^(.+?):(\d+)(?::\d+)?$/s.exec(text) ?? [];
  const withLine = line === '' ? undefined : findFile(before);
  if (withLine !== undefined) return { file: withLine, line: Number(line) };
  for (let at = text.indexOf('#'); at >= 0; at = text.indexOf('#', at + 1)) {
    const found = findFile(text.slice(0, at));
    const name = text.slice(at + 1);
    if (found !== undefined && name !== '') return { file: found, name };
  }
  return undefined;
}
