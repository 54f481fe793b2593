import type { Argv } from './jest-api';
import type { NamedConfig } from './suite-id';

/** The Jest projects that the command line does not filter out. */
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
