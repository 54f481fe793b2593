import {
  type EnvironmentVariables,
  namesOfOption,
  type OptionProblem,
  taskOptionTable,
} from '@nx-testmon/core';
import { misspelledName } from '../../nearest-name';
import { findForeignVariables, userVariables } from './known-variables';

const optionNames = taskOptionTable.flatMap(namesOfOption);

/**
 * Finds unknown names that look like misspellings of ours. The misspelled option may be `--nocollect`, so the
 * problem is reported before the test runner starts and writes.
 *
 * @param options names of the options that would be passed to the test runner
 */
export function findMistypedNames(options: readonly string[], env: EnvironmentVariables): OptionProblem[] {
  const mistypedOptions = options.flatMap((option): OptionProblem[] => {
    const meant = option.length > 1 ? misspelledName(option, optionNames) : undefined;
    return meant === undefined ? [] : [{ kind: 'unknown-option', option, meant }];
  });
  const mistypedVariables = findForeignVariables(env).flatMap((variable): OptionProblem[] => {
    const meant = misspelledName(variable, userVariables);
    return meant === undefined ? [] : [{ kind: 'unknown-variable', variable, meant }];
  });
  return [...mistypedOptions, ...mistypedVariables];
}
