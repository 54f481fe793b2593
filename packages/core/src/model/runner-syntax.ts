import type { ConfigurationSyntax } from './configuration-syntax';

/**
 * What test runners give a meaning in the text of any module. A model is kept for all test runners alike, so it is read
 * with the syntax of all.
 */
export interface RunnerSyntax {
  /** Names with which comments for a test runner begin, a hyphen after them: `vitest` in `@vitest-environment jsdom`. */
  readonly pragmas: readonly string[];
  /** Properties of `import.meta` by which a source file holds tests of its own: `vitest` in `import.meta.vitest`. */
  readonly metaProperties: readonly string[];
  /** Objects with methods that mock modules: `vi` in `vi.mock('./a')`. */
  readonly mockObjects: readonly string[];
  /** Methods of these objects that mock the module that is their first argument, or undo it: `mock`, `unmock`. */
  readonly mockMethods: readonly string[];
  /** Methods of these objects that load the module that is their first argument, instead of its mock: `importActual`. */
  readonly actualMethods: readonly string[];
  /** Further methods whose calls a transformer may hoist out of the code around them: `hoisted` in `vi.hoisted(…)`. */
  readonly hoistedMethods: readonly string[];
  /** Its configurations that are modules. Without any, all options count. */
  readonly configurations: readonly ConfigurationSyntax[];
}

export const noRunnerSyntax: RunnerSyntax = {
  pragmas: [],
  metaProperties: [],
  mockObjects: [],
  mockMethods: [],
  actualMethods: [],
  hoistedMethods: [],
  configurations: [],
};

/** The syntax of several test runners. Their order does not count, because models are kept by it. */
export function joinRunnerSyntax(syntaxes: readonly RunnerSyntax[]): RunnerSyntax {
  const join = (names: Exclude<keyof RunnerSyntax, 'configurations'>) =>
    [...new Set(syntaxes.flatMap((syntax) => syntax[names]))].sort();
  return {
    pragmas: join('pragmas'),
    metaProperties: join('metaProperties'),
    mockObjects: join('mockObjects'),
    mockMethods: join('mockMethods'),
    actualMethods: join('actualMethods'),
    hoistedMethods: join('hoistedMethods'),
    configurations: joinConfigurations(syntaxes),
  };
}

function joinConfigurations(syntaxes: readonly RunnerSyntax[]): ConfigurationSyntax[] {
  const all = syntaxes.flatMap(({ configurations }) => configurations);
  const byText = new Map(all.map((one) => [JSON.stringify(one), one]));
  return [...byText.keys()].sort().map((text) => byText.get(text)!);
}
