import { type TaskOptionEntry, taskOptionTable } from '@nx-testmon/core';
import { testRunnerChoices, testRunners } from './test-runners';

/** The options of a task, including the names of all test runners. */
export const taskOptions: readonly TaskOptionEntry[] = taskOptionTable.map((option: TaskOptionEntry) =>
  option.name === 'testRunner' ? withRunners(option) : option,
);

function withRunners(option: TaskOptionEntry): TaskOptionEntry {
  const meanings = testRunners
    .filter(({ name, title }) => title.toLowerCase() !== name)
    .map(({ name, title }) => `\`${name}\` is \`${title}\`.`);
  return {
    ...option,
    choices: testRunnerChoices,
    description: [option.description, ...meanings].join(' '),
  };
}
