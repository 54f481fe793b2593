/** The identity of an environment: everything besides the code that applies to all test files of a run. */
export interface EnvironmentId {
  /** The option `environment`. */
  readonly name: string;
  /** Digest of the versions, variables, settings and arguments that can change a result. */
  readonly digest: string;
}

declare const isEnvironmentKey: unique symbol;

/**
 * An environment id as text, as facts contain it. {@link formatEnvironmentId} creates it. Text from a store or a
 * record is kept unchanged; text of another form equals no current environment.
 */
export type EnvironmentKey = string & { readonly [isEnvironmentKey]: true };

/**
 * Formats an id as `<name>@<digest>`. Different environments have different texts, because no digest contains an `@`.
 * Texts are stored, so their form never changes.
 */
export function formatEnvironmentId({ name, digest }: EnvironmentId): EnvironmentKey {
  return `${name}@${digest}` as EnvironmentKey;
}

/**
 * The inverse of {@link formatEnvironmentId}.
 *
 * @returns `undefined` for any other text, which a record of another origin can contain
 */
export function parseEnvironmentId(text: string): EnvironmentId | undefined {
  const at = text.lastIndexOf('@');
  return at < 0 ? undefined : { name: text.slice(0, at), digest: text.slice(at + 1) };
}
