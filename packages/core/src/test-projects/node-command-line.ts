/** What stands after `node` in a command, taken apart. */
export interface NodeCommandLine {
  /** Options and their values, in their order, as they are given on. */
  readonly options: readonly NodeOption[];
  /** Patterns and paths of test files. */
  readonly patterns: readonly string[];
}

export interface NodeOption {
  /** Without dashes: `import`, `test-name-pattern`. */
  readonly name: string;
  readonly value: string | undefined;
}

/** Options whose next argument is their value. */
const valued = new Set(
  (
    'conditions diagnostic-dir disable-proto disable-warning dns-result-order env-file env-file-if-exists ' +
    'experimental-default-type experimental-loader heapsnapshot-signal icu-data-dir import input-type loader ' +
    'localstorage-file max-http-header-size openssl-config redirect-warnings require stack-trace-limit ' +
    'test-concurrency test-coverage-branches test-coverage-exclude test-coverage-functions ' +
    'test-coverage-include test-coverage-lines test-global-setup test-isolation experimental-test-isolation ' +
    'test-name-pattern test-reporter test-reporter-destination test-rerun-failures test-shard ' +
    'test-skip-pattern test-timeout title trace-event-categories unhandled-rejections watch-path'
  ).split(' '),
);
const shortNames: Readonly<Record<string, string>> = {
  r: 'require',
  C: 'conditions',
  h: 'help',
  v: 'version',
};

/** @param words what follows `node` */
export function parseNodeCommandLine(words: readonly string[]): NodeCommandLine {
  const options: NodeOption[] = [];
  const patterns: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at] as string;
    if (word === '--') return { options, patterns: [...patterns, ...words.slice(at + 1)] };
    const [, long, given, short] = /^(?:--([^=]+)(?:=([\s\S]*))?|-(\w))$/.exec(word) ?? [];
    const name = long ?? shortNames[short ?? ''] ?? short;
    if (name === undefined) patterns.push(word);
    else {
      const value = given ?? (valued.has(name) ? words[++at] : undefined);
      options.push({ name: name.replaceAll('_', '-'), value });
    }
  }
  return { options, patterns };
}

/** The value of an option that is given last; `true` for one without a value. */
export function nodeOptionValue(
  { options }: NodeCommandLine,
  ...names: readonly string[]
): string | true | undefined {
  const found = options.findLast(({ name }) => names.includes(name));
  return found && (found.value ?? true);
}

/** As words for `node` again. */
export function writeNodeOptions(options: readonly NodeOption[]): string[] {
  return options.map(({ name, value }) => (value === undefined ? `--${name}` : `--${name}=${value}`));
}
