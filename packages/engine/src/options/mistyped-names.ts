import { misspelledName, namesOfOption, taskOptionTable, variableOf } from '@nx-testmon/core';

const optionNames = taskOptionTable.flatMap(namesOfOption);
const variables = [...new Set(optionNames.map(variableOf)), 'NX_TESTMON_DATAFILE', 'NX_TESTMON_EXEC_ID'];

/**
 * Names that are none of ours and look like a slip of one. What the user meant may be to write nothing, so it is
 * not left to the runner to say that it knows no such option.
 *
 * @param options names of the options that would go to the runner
 * @returns for people
 */
export function describeMistypedNames(
  options: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const lines = [
    ...options.flatMap((name) => {
      const meant = name.length > 1 ? misspelledName(name, optionNames) : undefined;
      return meant === undefined ? [] : [`--${name} is no option of nx-testmon; did you mean --${meant}?`];
    }),
    ...Object.keys(env).flatMap((name) => {
      if (!name.startsWith('NX_TESTMON') || variables.includes(name)) return [];
      const meant = misspelledName(name, variables);
      return meant === undefined
        ? []
        : [`${name} is no variable of nx-testmon; did you mean ${meant}? Rename or unset it.`];
    }),
  ];
  return lines.length === 0 ? undefined : lines.join('\n');
}
