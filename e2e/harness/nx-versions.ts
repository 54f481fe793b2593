/**
 * The tested versions of Nx, each with the version of `@nx/devkit` in the workspace. A workspace without Nx
 * plugins has no `@nx/devkit`. Not every version of Nx is published for `@nx/devkit` too.
 */
export const nxVersions = {
  '21.6.11': { devkit: '21.6.11' },
  '22.7.12': { devkit: undefined },
  '23.2.1': { devkit: '23.2.1' },
  '24.0.6': { devkit: undefined },
} as const;

export type NxVersion = keyof typeof nxVersions;

/** The version for tests that do not depend on the version of Nx. */
export const usualNxVersion: NxVersion = '23.2.1';

/** All versions, or those in `E2E_NX_VERSIONS` (comma-separated). @throws Error for an unknown version */
export function chosenNxVersions(environmentVariables: NodeJS.ProcessEnv): NxVersion[] {
  const known = Object.keys(nxVersions) as NxVersion[];
  const wanted = environmentVariables['E2E_NX_VERSIONS'];
  if (wanted === undefined) return known;
  return wanted.split(',').map((version) => {
    const found = known.find((one) => one === version);
    if (found === undefined) throw new Error(`E2E_NX_VERSIONS: ${version} is none of ${known.join(', ')}`);
    return found;
  });
}
