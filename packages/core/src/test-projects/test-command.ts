/** What a command line that runs a test runner says about how the tests are to be run. */
export interface TestCommand {
  readonly config: string | undefined;
  /** Variables set in front of it: `TZ=UTC vitest run`. */
  readonly env: Readonly<Record<string, string>>;
  readonly flags: Readonly<Record<string, string | boolean>>;
}

/** The flags of a runner that decide which tests there are or how they run. */
export interface TestFlags {
  readonly switches: readonly string[];
  readonly values: readonly string[];
}

/** How a runner looks in a command. */
export interface CommandTraits extends TestFlags {
  /** The word that starts it. */
  readonly word: RegExp;
  /** Words right after it with which it runs no tests. */
  readonly others: RegExp;
}

/** Keeps those of an executor's options that are flags of the runner with a bearing on the tests. */
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

/** Finds a runner in a shell command; `undefined` when the command does not run it. */
export function parseTestCommand(traits: CommandTraits, command: string): TestCommand | undefined {
  for (const part of command.split(/&&|\|\||[;|\n]/)) {
    const words = splitWords(part);
    const at = words.findIndex((word) => traits.word.test(word));
    const installs = words.slice(0, at).some((word) => /^(add|i|install|remove)$/.test(word));
    if (at < 0 || installs || traits.others.test(words[at + 1] ?? '')) continue;
    const before = words.slice(0, at);
    return {
      env: { ...nodeOptions(before), ...assignments(before) },
      ...parseFlags(traits, words.slice(at + 1)),
    };
  }
  return undefined;
}

/** `node --experimental-vm-modules jest.js`: what Node itself is told reaches our process by a variable. */
function nodeOptions(words: readonly string[]): Record<string, string> {
  const options = words.filter((word) =>
    /^--(experimental-|no-experimental-|import=|require=|conditions=)/.test(word),
  );
  return options.length === 0 ? {} : { NODE_OPTIONS: options.join(' ') };
}

/** Words as a shell has them, where nothing is to be expanded. */
export function splitWords(text: string): string[] {
  const words = text.match(/(?:[^\s'"]|'[^']*'|"[^"]*")+/g) ?? [];
  return words.map((word) => word.replace(/'([^']*)'|"([^"]*)"/g, '$1$2'));
}

/** Values that a shell would have to expand are left out: we can't know them. */
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
  const flags: Record<string, string | boolean> = {};
  let config: string | undefined;
  for (let at = 0; at < words.length; at++) {
    const [, dashed = '', inline] = /^(--[^=]+|-c)(?:=(.*))?$/s.exec(words[at] ?? '') ?? [];
    if (dashed === '') continue;
    const name = camelCase(dashed.replace(/^-+/, ''));
    const next = words[at + 1];
    const value = inline ?? (next?.startsWith('-') === false ? next : undefined);
    if ((name === 'config' || name === 'c') && value !== undefined) config = value;
    else if (values.includes(name) && value !== undefined) flags[name] = value;
    else if (switches.includes(name)) flags[name] = (inline ?? 'true') !== 'false';
    else if (switches.includes(camelCase(name.replace(/^no/, ''))))
      flags[camelCase(name.replace(/^no/, ''))] = false;
  }
  return { config, flags };
}

function camelCase(name: string): string {
  const joined = name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return joined.charAt(0).toLowerCase() + joined.slice(1);
}

/**
 * Of the commands by which a project runs its tests the one for a configuration: the one that names it, else the
 * first that names none.
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
