import type { Argv } from './jest-api';
import type { NamedConfig } from './suite-id';

/** Those of Jest's projects that its command line leaves in. */
export function selectedConfigs(
  configs: readonly NamedConfig[],
  { selectProjects, ignoreProjects }: Argv,
): NamedConfig[] {
  return configs.filter(({ config: { displayName } }) => {
    const name = displayName?.name;
    if (selectProjects && !(name !== undefined && selectProjects.includes(name))) return false;
    return !(ignoreProjects && name !== undefined && ignoreProjects.includes(name));
  });
}
