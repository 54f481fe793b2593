import { z } from 'zod';

/** What a command line that runs Vitest says about how the tests are to be run. */
export interface VitestCommand {
  readonly config: string | undefined;
  /** Variables set in front of it: `TZ=UTC vitest run`. */
  readonly env: Readonly<Record<string, string>>;
  readonly flags: Readonly<Record<string, string | boolean>>;
}

/**
 * Flags that decide which tests there are or how they run. Others (reporters, watching, coverage) are about
 * the command and stay behind. `environment` is missing because it has our own meaning.
 */
const SWITCHES = [
  'passWithNoTests',
  'globals',
  'dom',
  'isolate',
  'fileParallelism',
  'allowOnly',
  'typecheck',
];
const VALUES = [
  'mode',
  'dir',
  'project',
  'exclude',
  'pool',
  'retry',
  'testTimeout',
  'hookTimeout',
  'teardownTimeout',
  'maxConcurrency',
  'maxWorkers',
];

const scalar = z.union([z.string(), z.boolean(), z.number().transform(String)]);

/** Keeps those of an executor's options that are flags of Vitest with a bearing on the tests. */
export function testFlags(options: Readonly<Record<string, unknown>>): Record<string, string | boolean> {
  const flags: Record<string, string | boolean> = {};
  for (const name of [...SWITCHES, ...VALUES]) {
    const parsed = scalar.safeParse(options[name]);
    if (parsed.success) flags[name] = parsed.data;
  }
  return flags;
}

/** Finds Vitest in a shell command; `undefined` when the command does not run it. */
export function parseVitestCommand(command: string): VitestCommand | undefined {
  for (const part of command.split(/&&|\|\||[;|\n]/)) {
    const words = splitWords(part);
    const at = words.findIndex((word) => /^(.*\/)?vitest(\.mjs)?$/.test(word));
    const installs = words.slice(0, at).some((word) => /^(add|i|install|remove)$/.test(word));
    if (at < 0 || installs || /^(bench|init|list)$/.test(words[at + 1] ?? '')) continue;
    return { env: assignments(words.slice(0, at)), ...parseFlags(words.slice(at + 1)) };
  }
  return undefined;
}

function splitWords(text: string): string[] {
  const words = text.match(/(?:[^\s'"]|'[^']*'|"[^"]*")+/g) ?? [];
  return words.map((word) => word.replace(/'([^']*)'|"([^"]*)"/g, '$1$2'));
}

/** Values that a shell would have to expand are left out: we can't know them. */
function assignments(words: readonly string[]): Record<string, string> {
  const env: Record<string, string> = {};
  for (const word of words) {
    const [, name, value] = /^([A-Za-z_][A-Za-z0-9_]*)=([^$`]*)$/.exec(word) ?? [];
    if (name !== undefined && value !== undefined) env[name] = value;
  }
  return env;
}

function parseFlags(words: readonly string[]): Pick<VitestCommand, 'config' | 'flags'> {
  const flags: Record<string, string | boolean> = {};
  let config: string | undefined;
  for (let at = 0; at < words.length; at++) {
    const [, dashed = '', inline] = /^(--[^=]+|-c)(?:=(.*))?$/s.exec(words[at] ?? '') ?? [];
    if (dashed === '') continue;
    const name = camelCase(dashed.replace(/^-+/, ''));
    const next = words[at + 1];
    const value = inline ?? (next?.startsWith('-') === false ? next : undefined);
    if ((name === 'config' || name === 'c') && value !== undefined) config = value;
    else if (VALUES.includes(name) && value !== undefined) flags[name] = value;
    else if (SWITCHES.includes(name)) flags[name] = (inline ?? 'true') !== 'false';
    else if (SWITCHES.includes(camelCase(name.replace(/^no/, ''))))
      flags[camelCase(name.replace(/^no/, ''))] = false;
  }
  return { config, flags };
}

function camelCase(name: string): string {
  const joined = name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return joined.charAt(0).toLowerCase() + joined.slice(1);
}
