import type Parser from 'yargs-parser';

/**
 * Which options of a test runner's command line have a value. Names are in camel case; kebab case is accepted
 * too.
 */
export interface ArgumentSyntax {
  /** Options without a value. */
  readonly switches: readonly string[];
  /** Options with one value. */
  readonly values: readonly string[];
  /** Options with all arguments up to the next option as values. */
  readonly lists: readonly string[];
  /** How other options are parsed. */
  readonly others: 'switch' | 'value';
}

export interface RunnerArguments {
  /** Values of each option by its name in camel case, in order; `false` for `--no-…` and `--…=false`. */
  readonly options: ReadonlyMap<string, readonly (string | boolean)[]>;
  /** Positional arguments. */
  readonly files: readonly string[];
}

/**
 * Parses the command line of a test runner without loading the runner.
 *
 * @param runnerArguments the arguments after the test runner's command
 */
export function parseRunnerArguments(
  runnerArguments: readonly string[],
  { switches, values, lists, others }: ArgumentSyntax,
): RunnerArguments {
  const parse = require('yargs-parser') as typeof Parser;
  const known = new Set([...switches, ...values, ...lists]);
  const unknown = optionNames(runnerArguments).filter((name) => !known.has(camelCase(name)));
  const { _, ...given } = parse([...runnerArguments], {
    array: [...lists],
    boolean: [...switches, ...(others === 'switch' ? unknown : [])],
    string: [...values, ...lists, ...(others === 'value' ? unknown : []), '_'],
    configuration: { 'dot-notation': false, 'parse-numbers': false, 'parse-positional-numbers': false },
  });
  const options = new Map<string, (string | boolean)[]>();
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || camelCase(name) !== name) continue;
    const all = ([value] as unknown[]).flat() as (string | boolean)[];
    options.set(name, all.length === 0 ? [true] : all);
  }
  return { options, files: _.map(String) };
}

/** Whether one of the options is given and is not `false`. */
export function isGiven({ options }: RunnerArguments, ...names: readonly string[]): boolean {
  return names.some((name) => {
    const value = options.get(name)?.at(-1);
    return value !== undefined && value !== false && value !== 'false';
  });
}

/** Names of the options before `--`, with the letters of a group as separate names. */
function optionNames(runnerArguments: readonly string[]): string[] {
  const end = runnerArguments.indexOf('--');
  const before = end < 0 ? runnerArguments : runnerArguments.slice(0, end);
  return before.flatMap((argument) => {
    const [, dashes, name = ''] = /^(--?)(?:no-)?([A-Za-z][^=]*)/.exec(argument) ?? [];
    if (dashes === undefined) return [];
    return dashes === '-' ? [...name] : [name];
  });
}

function camelCase(name: string): string {
  return name.replace(/-([a-zA-Z])/g, (_, letter: string) => letter.toUpperCase());
}
