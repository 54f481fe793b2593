/** The identity of an environment: what applies to all test files of a run, besides the code. */
export interface EnvironmentId {
  /** Of the option `environment`. */
  readonly name: string;
  /** Of the versions, variables, settings and arguments that can change a result. */
  readonly digest: string;
}

declare const isEnvironmentKey: unique symbol;

/**
 * An environment id as text: what facts hold. {@link formatEnvironmentId} makes it; text of a store or a record is kept as
 * it is, and is that of no current environment if it has another form.
 */
export type EnvironmentKey = string & { readonly [isEnvironmentKey]: true };

/**
 * As text, `<name>@<digest>`: equal for equal environments, and only for those, because no digest holds an `@`. Texts
 * are stored, so their form never changes.
 */
export function formatEnvironmentId({ name, digest }: EnvironmentId): EnvironmentKey {
  return `${name}@${digest}` as EnvironmentKey;
}

/**
 * Reads what {@link formatEnvironmentId} wrote.
 *
 * @returns `undefined` for any other text, which a record of another origin can hold
 */
export function parseEnvironmentId(text: string): EnvironmentId | undefined {
  const at = text.lastIndexOf('@');
  return at < 0 ? undefined : { name: text.slice(0, at), digest: text.slice(at + 1) };
}
