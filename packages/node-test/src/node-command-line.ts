import { parseArgs, type ParseArgsConfig } from 'node:util';

/** The parsed arguments of `node`. */
export interface NodeCommandLine {
  /** Options with their values, in order. */
  readonly options: readonly NodeOption[];
  /** Patterns and paths of test files. */
  readonly patterns: readonly string[];
}

export interface NodeOption {
  /** Without dashes: `import`, `test-name-pattern`. */
  readonly name: string;
  readonly value: string | undefined;
}

/** Options with a value. */
const valued = (
  'conditions diagnostic-dir disable-proto disable-warning dns-result-order env-file env-file-if-exists ' +
  'experimental-default-type experimental-loader heapsnapshot-signal icu-data-dir import input-type loader ' +
  'localstorage-file max-http-header-size openssl-config redirect-warnings require stack-trace-limit ' +
  'test-concurrency test-coverage-branches test-coverage-exclude test-coverage-functions ' +
  'test-coverage-include test-coverage-lines test-global-setup test-isolation experimental-test-isolation ' +
  'test-name-pattern test-reporter test-reporter-destination test-rerun-failures test-shard ' +
  'test-skip-pattern test-timeout title trace-event-categories unhandled-rejections watch-path'
).split(' ');

const known: NonNullable<ParseArgsConfig['options']> = {
  ...Object.fromEntries(valued.map((name) => [name, { type: 'string' as const }])),
  require: { type: 'string', short: 'r' },
  conditions: { type: 'string', short: 'C' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
};

/** @param words the arguments of `node` */
export function parseNodeCommandLine(words: readonly string[]): NodeCommandLine {
  const end = words.indexOf('--');
  const { tokens, positionals } = parseArgs({
    args: words.map((word, at) => (end < 0 || at < end ? withHyphens(word) : word)),
    options: known,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const options = tokens.flatMap((token) =>
    token.kind === 'option' ? [{ name: token.name, value: token.value }] : [],
  );
  return { options, patterns: positionals };
}

/** Node treats an underscore in an option name as a hyphen. */
function withHyphens(word: string): string {
  return word.replace(/^--[^=]+/, (name) => name.replaceAll('_', '-'));
}

/** The last value of an option; `true` for an option without a value. */
export function nodeOptionValue(
  { options }: NodeCommandLine,
  ...names: readonly string[]
): string | true | undefined {
  const found = options.findLast(({ name }) => names.includes(name));
  return found && (found.value ?? true);
}

/** The options as arguments of `node`. */
export function writeNodeOptions(options: readonly NodeOption[]): string[] {
  return options.map(({ name, value }) => (value === undefined ? `--${name}` : `--${name}=${value}`));
}
