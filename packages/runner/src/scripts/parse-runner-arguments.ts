import type Parser from 'yargs-parser';

/** Which options of a runner's command line take a value. Names in camel case; all are known in kebab case too. */
export interface ArgumentSyntax {
  /** Their next argument is no value. */
  readonly switches: readonly string[];
  /** Their next argument is their value. */
  readonly values: readonly string[];
  /** All arguments up to the next option are their values. */
  readonly lists: readonly string[];
  /** What an option that is in no list takes. */
  readonly others: 'switch' | 'value';
}

export interface RunnerArguments {
  /** Values of an option by its name in camel case, the last given last; `false` for `--no-…` and `--…=false`. */
  readonly options: ReadonlyMap<string, readonly (string | boolean)[]>;
  /** Arguments that belong to no option. */
  readonly files: readonly string[];
}

/**
 * Reads the command line of a runner without the runner.
 *
 * @param runnerArguments what would follow the runner's command
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

/** Whether one of the options is given, and not by a `false`. */
export function isGiven({ options }: RunnerArguments, ...names: readonly string[]): boolean {
  return names.some((name) => {
    const value = options.get(name)?.at(-1);
    return value !== undefined && value !== false && value !== 'false';
  });
}

/** Names of the options up to `--`, letters of a group one by one. */
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
