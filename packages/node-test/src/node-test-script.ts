import { assignments, splitScript, type TestCommand } from '@nx-testmon/runner';
import { type NodeCommandLine, parseNodeCommandLine } from './node-command-line';

/**
 * The arguments of `node` in a script that only consists of `node --test`, optionally with variables before
 * it. `undefined` for any other script, including one that compiles first, because its tests would run on an
 * old build without that step.
 */
export function parseTestScript(script: string): NodeCommandLine | undefined {
  return parseScript(script)?.command;
}

/**
 * The same script as a command that an inferred target inherits from. Only the variables before it are copied
 * to the target; the options are read from the script when tests run.
 */
export function parseNodeTestCommand(script: string): TestCommand | undefined {
  const parsed = parseScript(script);
  return parsed && { config: undefined, env: assignments(parsed.before), flags: {} };
}

interface ParsedScript {
  /** The words before `node`: variables and `cross-env`. */
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

/** The script that runs a project's tests: `test`, otherwise the first by name. */
export function findTestScript(scripts: Readonly<Record<string, unknown>>): NodeCommandLine | undefined {
  const names = ['test', ...Object.keys(scripts).sort()];
  for (const name of names) {
    const script = scripts[name];
    const command = typeof script === 'string' ? parseTestScript(script) : undefined;
    if (command) return command;
  }
  return undefined;
}
