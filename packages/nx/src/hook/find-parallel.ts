import { ownArguments } from './own-arguments';

/**
 * Finds the number of parallel tasks in a command line of Nx: `5`, `50%`, `true` for the default number,
 * `false` for one after another.
 *
 * @param argv the arguments of the parent's command line
 * @returns `undefined` if it is not set
 */
export function findParallel(argv: readonly string[]): string | undefined {
  const words = ownArguments(argv);
  const parallel = findValue(words, ['parallel']);
  if (parallel === 'false' || (parallel === undefined && words.includes('--no-parallel'))) return 'false';
  if (parallel !== 'true') return parallel;
  return findValue(words, ['maxParallel', 'max-parallel']) ?? 'true';
}

/** The value of the last option with one of the names; `true` if it has none. */
function findValue(words: readonly string[], names: readonly string[]): string | undefined {
  for (let at = words.length - 1; at >= 0; at--) {
    const [, name = '', inline] = /^--([\w-]+)(?:=(.*))?$/s.exec(words[at] ?? '') ?? [];
    if (!names.includes(name)) continue;
    const next = words[at + 1] ?? '';
    return inline ?? (/^(true|false|\d+%?)$/.test(next) ? next : 'true');
  }
  return undefined;
}
