import { assignments, splitScript, type TestCommand } from '@nx-testmon/runner';
import { type NodeCommandLine, parseNodeCommandLine } from './node-command-line';

/**
 * What follows `node` in a script that does nothing but `node --test`, variables in front of it left out;
 * `undefined` for any other script. One that compiles first is none: its tests would run on what was compiled
 * some time before.
 */
export function parseTestScript(script: string): NodeCommandLine | undefined {
  return parseScript(script)?.command;
}

/**
 * The same as a command that an inferred target inherits from. All that it says of the tests stays where it is, in
 * the script, and is read there when tests run; the variables in front of it do not.
 */
export function parseNodeTestCommand(script: string): TestCommand | undefined {
  const parsed = parseScript(script);
  return parsed && { config: undefined, env: assignments(parsed.before), flags: {} };
}

interface ParsedScript {
  /** The words before `node`. */
  readonly before: readonly string[];
  readonly command: NodeCommandLine;
}

function parseScript(script: string): ParsedScript | undefined {
  const { commands, isPlain } = splitScript(script);
  const words = commands[0] ?? [];
  const at = words.findIndex((word) => !/^(?:cross-env|[A-Za-z_]\w*=.*)$/s.test(word));
  if (!isPlain || !/^(?:.*\/)?node$/.test(words[at] ?? '')) return undefined;
  const command = parseNodeCommandLine(words.slice(at + 1));
  if (!command.options.some(({ name }) => name === 'test')) return undefined;
  return { before: words.slice(0, at), command };
}

/** The script by which a project runs its tests: the one called `test`, else the first by name. */
export function findTestScript(scripts: Readonly<Record<string, unknown>>): NodeCommandLine | undefined {
  const names = ['test', ...Object.keys(scripts).sort()];
  for (const name of names) {
    const script = scripts[name];
    const command = typeof script === 'string' ? parseTestScript(script) : undefined;
    if (command) return command;
  }
  return undefined;
}
