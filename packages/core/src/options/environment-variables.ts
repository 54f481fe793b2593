/** Environment variables by name; `undefined` is one that is not set. */
export type EnvironmentVariables = Readonly<Record<string, string | undefined>>;
