import type { EnvironmentVariables } from '@nx-testmon/core';

export interface TargetEnvironment {
  /** The target's options without those that are handled here. */
  readonly options: Readonly<Record<string, unknown>>;
  /** The variables of the process, and those that the target sets. */
  readonly env: EnvironmentVariables;
  /** Names of the variables that the target sets. Their values are part of the tests' environment. */
  readonly names: readonly string[];
}

/**
 * Separates the variables that a target sets (`options.env`) from its other options. Names that begin with
 * `__` are internal to Nx.
 */
export function splitTargetEnvironment(
  options: Readonly<Record<string, unknown>>,
  env: EnvironmentVariables,
): TargetEnvironment {
  const { env: set, ...rest } = options;
  const entries = typeof set === 'object' && set !== null ? Object.entries(set) : [];
  const texts = entries
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => [name, String(value)] as const);
  return {
    options: Object.fromEntries(Object.entries(rest).filter(([name]) => !name.startsWith('__'))),
    env: { ...env, ...Object.fromEntries(texts) },
    names: texts.map(([name]) => name).sort(),
  };
}
