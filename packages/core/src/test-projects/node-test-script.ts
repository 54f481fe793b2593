import { type CommandLine, parseCommandLine } from './command-line';

/**
 * What follows `node` in a script that does nothing but `node --test`, variables in front of it left out;
 * `undefined` for any other script. One that compiles first is none: its tests would run on what was compiled
 * some time before.
 */
export function parseTestScript(script: string): CommandLine | undefined {
  if (/[|;&<>`\n]|\$\(/.test(script.replace(/'[^']*'|"[^"]*"/g, ''))) return undefined;
  const words = splitWords(script);
  const at = words.findIndex((word) => !/^(?:cross-env|[A-Za-z_]\w*=.*)$/s.test(word));
  if (!/^(?:.*\/)?node$/.test(words[at] ?? '')) return undefined;
  const command = parseCommandLine(words.slice(at + 1));
  return command.options.some(({ name }) => name === 'test') ? command : undefined;
}

/** The script by which a project runs its tests: the one called `test`, else the first by name. */
export function findTestScript(scripts: Readonly<Record<string, unknown>>): CommandLine | undefined {
  const names = ['test', ...Object.keys(scripts).sort()];
  for (const name of names) {
    const script = scripts[name];
    const command = typeof script === 'string' ? parseTestScript(script) : undefined;
    if (command) return command;
  }
  return undefined;
}

function splitWords(text: string): string[] {
  const words = text.match(/(?:[^\s'"]|'[^']*'|"[^"]*")+/g) ?? [];
  return words.map((word) => word.replace(/'([^']*)'|"([^"]*)"/g, '$1$2'));
}
