import type ShellQuote from 'shell-quote';

/** A script as a shell reads it, where nothing is expanded. */
export interface Script {
  /** The words of each command, in their order. */
  readonly commands: readonly (readonly string[])[];
  /** Whether it is one command: no other before or after it, no redirection, and nothing to be expanded. */
  readonly isPlain: boolean;
}

/** No character of a script: a backslash separates folders on Windows, and escapes nothing here. */
const noEscape = '\uE000';
const redirections = ['>', '>>', '>|', '>&', '&>', '&>>', '<', '<<', '<<<', '<<-', '<&', '<>'];

/** Takes a script apart. Variables stay as they are written, since their values are not known. */
export function splitScript(script: string): Script {
  const commands: string[][] = [];
  let isPlain = !/`|\$\(/.test(script.replace(/'[^']*'|"[^"]*"/g, ''));
  for (const line of script.split('\n')) {
    let words: string[] = [];
    commands.push(words);
    for (const token of parseLine(line)) {
      if (typeof token === 'string') words.push(token);
      else if ('comment' in token) break;
      else if (token.op === 'glob') words.push(token.pattern);
      else {
        isPlain = false;
        if (!redirections.includes(token.op)) commands.push((words = []));
      }
    }
  }
  const given = commands.filter((words) => words.length > 0);
  return { commands: given, isPlain: isPlain && given.length === 1 };
}

/** The library is loaded where a script is read: the processes of tests load this package, and read none. */
function parseLine(line: string): ShellQuote.ParseEntry[] {
  const { parse } = require('shell-quote') as typeof ShellQuote;
  try {
    return parse(line, (name) => `$${name}`, { escape: noEscape });
  } catch {
    return []; // what no shell accepts, such as `${`
  }
}
