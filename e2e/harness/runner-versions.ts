/** The tested versions of Vitest, by major version. */
export const vitestVersions = { 5: '5.1.1', 4: '4.1.12', 3: '3.2.4' } as const;

/** The tested versions of Jest, by major version. */
export const jestVersions = { 30: '30.5.2', 29: '29.7.0' } as const;

/**
 * Chooses a version by the major version in an environment variable.
 *
 * @returns the newest version if the variable is not set
 * @throws Error for an unknown version
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
