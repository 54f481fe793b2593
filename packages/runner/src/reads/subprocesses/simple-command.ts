/** Characters that have no special meaning in any shell. */
const plainWord = /[\w@%+=:,./-]/;
/** Matches text that has no special meaning inside quotes. */
const quotedWord = /^[^`$\\!\n\r\0]*$/;

/**
 * The words of a command line that any shell would run as just these words: one command, without operators,
 * redirections, substitutions, variables, globs, escapes and assignments.
 *
 * Unlike `splitScript`, which parses any script, this only accepts what is known to be plain, because a
 * shell's behavior must not be guessed here. It is part of the preload script, which loads no package.
 *
 * @returns `undefined` for every other command line
 */
export function parseSimpleCommand(command: string): string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  for (let at = 0; at < command.length; at++) {
    const character = command.charAt(at);
    if (character === ' ' || character === '\t') {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (character === '"' || character === "'") {
      const end = command.indexOf(character, at + 1);
      const quoted = command.slice(at + 1, end);
      if (end < 0 || !quotedWord.test(quoted)) return undefined;
      word = (word ?? '') + quoted;
      at = end;
    } else if (plainWord.test(character)) word = (word ?? '') + character;
    else return undefined;
  }
  if (word !== undefined) words.push(word);
  const [program] = words;
  return program === undefined || !/^[\w@%+:,./ -]+$/.test(program) ? undefined : words;
}
