/** Versions of Vitest with which a whole fixture workspace is tried, by major version. */
export const vitestVersions = { 5: '5.1.1', 4: '4.1.12', 3: '3.2.4' } as const;

/** The same of Jest. */
export const jestVersions = { 30: '30.5.2', 29: '29.7.0' } as const;

/**
 * The version that a variable chooses by its major version.
 *
 * @returns the newest one where the variable is not set
 * @throws Error for a version that is not in the table
 */
export function chooseVersion<T extends string>(
  variable: string,
  versions: Readonly<Record<number, T>>,
  environmentVariables: NodeJS.ProcessEnv,
): { readonly major: number; readonly version: T } {
  const majors = Object.keys(versions).map(Number);
  const major = Number(environmentVariables[variable] ?? Math.max(...majors));
  const version = versions[major];
  if (version === undefined) throw new Error(`${variable}: ${major} is none of ${majors.join(', ')}`);
  return { major, version };
}
