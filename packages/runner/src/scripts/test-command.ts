import type Parser from 'yargs-parser';
import { splitScript } from './split-script';

/** The way in which a command runs the tests. */
export interface TestCommand {
  readonly config: string | undefined;
  /** Variables before the command: `TZ=UTC vitest run`. */
  readonly env: Readonly<Record<string, string>>;
  readonly flags: Readonly<Record<string, string | boolean>>;
}

/** The flags of a test runner that change which tests run or how they run. */
export interface TestFlags {
  readonly switches: readonly string[];
  readonly values: readonly string[];
}

/** The syntax by which a test runner is recognized in a command. */
export interface CommandSyntax {
  /** Matches the word that starts it. */
  readonly word: RegExp;
  /** Matches subcommands that run no tests. */
  readonly otherCommands: RegExp;
  readonly flags: TestFlags;
}

/** The options of an executor that are such flags of the test runner. */
export function testFlags(
  { switches, values }: TestFlags,
  options: Readonly<Record<string, unknown>>,
): Record<string, string | boolean> {
  const flags: Record<string, string | boolean> = {};
  for (const name of [...switches, ...values]) {
    const value = options[name];
    if (typeof value === 'string' || typeof value === 'boolean') flags[name] = value;
    else if (typeof value === 'number') flags[name] = String(value);
  }
  return flags;
}

/** Finds a test runner in a shell command; `undefined` if the command does not run it. */
export function parseTestCommand(syntax: CommandSyntax, command: string): TestCommand | undefined {
  for (const words of splitScript(command).commands) {
    const at = words.findIndex((word) => syntax.word.test(word));
    const before = words.slice(0, Math.max(at, 0));
    const installs = before.some((word) => /^(add|i|install|remove)$/.test(word));
    if (at < 0 || installs || syntax.otherCommands.test(words[at + 1] ?? '')) continue;
    return {
      env: { ...nodeOptions(before), ...assignments(before) },
      ...parseFlags(syntax.flags, words.slice(at + 1)),
    };
  }
  return undefined;
}

/** Options of Node itself, as in `node --experimental-vm-modules jest.js`, are passed on by NODE_OPTIONS. */
function nodeOptions(words: readonly string[]): Record<string, string> {
  const options = words.filter((word) =>
    /^--(experimental-|no-experimental-|import=|require=|conditions=)/.test(word),
  );
  return options.length === 0 ? {} : { NODE_OPTIONS: options.join(' ') };
}

/** Variables that a shell would expand are omitted, because their values are unknown. */
export function assignments(words: readonly string[]): Record<string, string> {
  const env: Record<string, string> = {};
  for (const word of words) {
    const [, name, value] = /^([A-Za-z_][A-Za-z0-9_]*)=([^$`]*)$/.exec(word) ?? [];
    if (name !== undefined && value !== undefined) env[name] = value;
  }
  return env;
}

function parseFlags(
  { switches, values }: TestFlags,
  words: readonly string[],
): Pick<TestCommand, 'config' | 'flags'> {
  const parse = require('yargs-parser') as typeof Parser;
  const given = parse([...words], {
    alias: { config: 'c' },
    boolean: [...switches],
    string: ['config', ...values],
    configuration: { 'dot-notation': false, 'parse-numbers': false, 'duplicate-arguments-array': false },
  });
  const flags: Record<string, string | boolean> = {};
  for (const name of switches) if (typeof given[name] === 'boolean') flags[name] = given[name];
  for (const name of values) if (isText(given[name])) flags[name] = given[name];
  return { config: isText(given['config']) ? given['config'] : undefined, flags };
}

/** An option without its value is parsed as an empty string. */
function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

/**
 * Chooses the test command of a project for a configuration: the command that names it, otherwise the first
 * that names none.
 *
 * @param configFile relative to the project root
 * @param projectRoot relative to the workspace root
 */
export function chooseByConfig<Owner extends { readonly command: TestCommand | undefined }>(
  owners: readonly Owner[],
  configFile: string | undefined,
  projectRoot: string,
): Owner | undefined {
  const running = owners.filter(({ command }) => command !== undefined);
  return (
    running.find(({ command }) => namesFile(command, configFile, projectRoot)) ??
    running.find(({ command }) => command?.config === undefined)
  );
}

function namesFile(
  command: TestCommand | undefined,
  configFile: string | undefined,
  projectRoot: string,
): boolean {
  const config = command?.config
    ?.replace(/^\{projectRoot\}\//, '')
    .replace(/^\{workspaceRoot\}\//, '')
    .replace(/^\.\//, '');
  return config !== undefined && (config === configFile || config === `${projectRoot}/${configFile}`);
}
