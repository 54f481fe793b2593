import type ShellQuote from 'shell-quote';

/** A parsed shell script, without expansion. */
export interface Script {
  /** The words of each command, in order. */
  readonly commands: readonly (readonly string[])[];
  /** Whether it is a single command without redirection or command substitution. */
  readonly isPlain: boolean;
}

/** A character that no script contains. A backslash is a path separator on Windows and not an escape here. */
const noEscape = '\uE000';
const redirections = ['>', '>>', '>|', '>&', '&>', '&>>', '<', '<<', '<<<', '<<-', '<&', '<>'];

/** Parses a script. Variables are not expanded, because their values are unknown. */
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

/** The library is loaded on first use, because test processes load this package too and parse no scripts. */
function parseLine(line: string): ShellQuote.ParseEntry[] {
  const { parse } = require('shell-quote') as typeof ShellQuote;
  try {
    return parse(line, (name) => `$${name}`, { escape: noEscape });
  } catch {
    return []; // invalid, such as `${}`
  }
}
