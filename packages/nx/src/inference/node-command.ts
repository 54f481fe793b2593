import type { CommandTraits } from './test-command';

/**
 * `node --test`. All that it says of the tests stays where it is, in the script: it is read there when tests run.
 * One that compiles first is none, for its tests would run on what was compiled some time before.
 */
export const nodeCommands: CommandTraits = {
  word: /^(.*\/)?node$/,
  others: /^$/,
  needs: /^--test$/,
  alone: true,
  switches: [],
  values: [],
};
