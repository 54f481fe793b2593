import { parseArgs, type ParseArgsConfig } from 'node:util';

type Definitions = NonNullable<ParseArgsConfig['options']>;

interface OptionsRequest<Options extends Definitions> {
  /** The arguments after the script's name. */
  readonly argv: readonly string[];
  readonly usage: string;
  /** The options of node:util's `parseArgs`. `--help` is always known. */
  readonly definitions: Options;
  readonly allowPositionals?: boolean;
}

/** The result of `parseArgs` for some definitions. */
type Parsed<Options extends Definitions> = ReturnType<
  typeof parseArgs<{ args: string[]; options: Options; allowPositionals: boolean }>
>;

/** The options of a tool, or the text to print instead of running it. */
export type ReadOptions<T> =
  { readonly ok: true; readonly options: T } | { readonly ok: false; readonly problem: string };

/** @param read makes the options from the parsed arguments, and throws if one is not valid */
export function readOptions<Options extends Definitions, T>(
  { argv, usage, definitions, allowPositionals = false }: OptionsRequest<Options>,
  read: (parsed: Parsed<Options>) => T,
): ReadOptions<T> {
  try {
    if (argv.includes('--help')) return { ok: false, problem: usage };
    const parsed = parseArgs({ args: [...argv], options: definitions, allowPositionals });
    return { ok: true, options: read(parsed) };
  } catch (error) {
    return { ok: false, problem: `${(error as Error).message}\n\n${usage}` };
  }
}

/**
 * The value of the option `name`.
 *
 * @throws Error unless it is a whole number of at least `least`
 */
export function readNumber(name: string, text: string, least: number): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < least) {
    throw new Error(`--${name} must be a whole number of at least ${least}`);
  }
  return number;
}

/**
 * The names in a list with commas.
 *
 * @throws Error if there is none, or if one is not in `known`
 */
export function readList<Name extends string = string>(
  name: string,
  text: string,
  known?: readonly Name[],
): readonly Name[] {
  const list = text
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean);
  if (list.length === 0) throw new Error(`--${name}: name at least one`);
  const isKnown = (one: string): one is Name => known === undefined || known.some((other) => other === one);
  const unknown = list.filter((one) => !isKnown(one));
  if (unknown.length > 0) {
    throw new Error(`--${name}: unknown: ${unknown.join(', ')}; known: ${known?.join(', ')}`);
  }
  return list.filter(isKnown);
}

/**
 * The workspace folder among the arguments.
 *
 * @throws Error unless there is exactly one
 */
export function readFolder(positionals: readonly string[]): string {
  const [folder, ...others] = positionals;
  if (folder === undefined || others.length > 0) throw new Error('name one workspace folder');
  return folder;
}
