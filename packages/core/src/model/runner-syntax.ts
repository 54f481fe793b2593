/**
 * What test runners give a meaning in the text of any module. A model is kept for all test runners alike, so it is read
 * with the syntax of all.
 */
export interface RunnerSyntax {
  /** Names with which comments for a test runner begin, a hyphen after them: `vitest` in `@vitest-environment jsdom`. */
  readonly pragmas: readonly string[];
  /** Properties of `import.meta` by which a source file holds tests of its own: `vitest` in `import.meta.vitest`. */
  readonly metaProperties: readonly string[];
}

export const noRunnerSyntax: RunnerSyntax = { pragmas: [], metaProperties: [] };

/** The syntax of several test runners. Their order does not count, because models are kept by it. */
export function joinRunnerSyntax(syntaxes: readonly RunnerSyntax[]): RunnerSyntax {
  const join = (namesOf: (syntax: RunnerSyntax) => readonly string[]) =>
    [...new Set(syntaxes.flatMap(namesOf))].sort();
  return { pragmas: join(({ pragmas }) => pragmas), metaProperties: join((one) => one.metaProperties) };
}
