/**
 * Versions of Nx the plugin is tried on, with the `@nx/devkit` of the workspace: most have one, and a workspace
 * without plugins of Nx has none. It is not always published in the same version.
 */
export const nxVersions = {
  '21.6.11': { devkit: '21.6.11' },
  '22.7.12': { devkit: undefined },
  '23.2.1': { devkit: '23.2.1' },
  '24.0.6': { devkit: undefined },
} as const;

export type NxVersion = keyof typeof nxVersions;

/** The version used where the version does not matter. */
export const usualNxVersion: NxVersion = '23.2.1';

/** All versions, or those named in `E2E_NX_VERSIONS` (comma-separated). @throws Error for one not in the table. */
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
