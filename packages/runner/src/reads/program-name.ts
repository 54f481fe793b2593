import { basename } from 'node:path';

const shells = /^(?:sh|bash|dash|zsh|cmd(?:\.exe)?)$/i;
const longest = 80;

/**
 * The name of a program for people, with the script that `node` runs. Never the other arguments, which may hold
 * secrets.
 *
 * @param file the program, or a command line where there are no arguments
 */
export function programName(file: unknown, args?: unknown): string | undefined {
  if (typeof file !== 'string' || file === '') return undefined;
  const words = Array.isArray(args) ? args.filter((word) => typeof word === 'string') : undefined;
  return (words === undefined ? ofCommand(file) : ofProgram(file, words)).slice(0, longest);
}

/** @param words without the program, or with it as `ChildProcess` keeps them */
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
    // Assignments before the program.
    .filter((_, at, all) => !all.slice(0, at + 1).every((one) => /^\w+=/.test(one)));
  return ofProgram(program.replace(/^["']|["']$/g, ''), args);
}
