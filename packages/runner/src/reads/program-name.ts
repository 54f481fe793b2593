import { basename } from 'node:path';

const shells = /^(?:sh|bash|dash|zsh|cmd(?:\.exe)?)$/i;
const longest = 80;

/**
 * The name of a program for people to read, with the script that `node` runs. It never contains other
 * arguments, which may contain secrets.
 *
 * @param file the program, or a command line if there are no arguments
 */
export function programName(file: unknown, args?: unknown): string | undefined {
  if (typeof file !== 'string' || file === '') return undefined;
  const words = Array.isArray(args) ? args.filter((word) => typeof word === 'string') : undefined;
  return (words === undefined ? ofCommand(file) : ofProgram(file, words)).slice(0, longest);
}

/** @param words arguments without the program, or with it, as in `ChildProcess` */
function ofProgram(file: string, words: readonly string[]): string {
  const args = words[0] === file ? words.slice(1) : words;
  const name = basename(file.replaceAll('\\', '/'));
  const flag = shells.test(name) ? args.findIndex((word) => /^[-/]c$/i.test(word)) : -1;
  const command = flag < 0 ? undefined : args[flag + 1];
  if (command !== undefined) return ofCommand(command);
  const [script] = args;
  const isNode = /^node(?:\.exe)?$/.test(name) && script !== undefined && !script.startsWith('-');
  return isNode ? `node ${basename(script.replaceAll('\\', '/'))}` : name;
}

function ofCommand(command: string): string {
  const [program = '', ...args] = command
    .trim()
    .split(/\s+/)
    // Skips assignments before the program.
    .filter((_, at, all) => !all.slice(0, at + 1).every((one) => /^\w+=/.test(one)));
  return ofProgram(program.replace(/^["']|["']$/g, ''), args);
}
