import { type NodeCommandLine, parseNodeCommandLine } from './node-command-line';
import { assignments, splitWords, type TestCommand } from './test-command';

/**
 * What follows `node` in a script that does nothing but `node --test`, variables in front of it left out;
 * `undefined` for any other script. One that compiles first is none: its tests would run on what was compiled
 * some time before.
 */
export function parseTestScript(script: string): NodeCommandLine | undefined {
  const { at, words } = findNode(script);
  if (at < 0) return undefined;
  const command = parseNodeCommandLine(words.slice(at + 1));
  return command.options.some(({ name }) => name === 'test') ? command : undefined;
}

/**
 * The same as a command that an inferred target inherits from. All that it says of the tests stays where it is, in
 * the script, and is read there when tests run; the variables in front of it do not.
 */
export function parseNodeTestCommand(script: string): TestCommand | undefined {
  if (parseTestScript(script) === undefined) return undefined;
  const { at, words } = findNode(script);
  return { config: undefined, env: assignments(words.slice(0, at)), flags: {} };
}

/** Where `node` stands among the words of a script that is one plain command; -1 for any other. */
function findNode(script: string): { readonly at: number; readonly words: readonly string[] } {
  if (/[|;&<>`\n]|\$\(/.test(script.replace(/'[^']*'|"[^"]*"/g, ''))) return { at: -1, words: [] };
  const words = splitWords(script);
  const at = words.findIndex((word) => !/^(?:cross-env|[A-Za-z_]\w*=.*)$/s.test(word));
  return { at: /^(?:.*\/)?node$/.test(words[at] ?? '') ? at : -1, words };
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
