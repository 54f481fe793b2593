import { namesOfOption, type TaskOptionEntry } from '@nx-testmon/core';
import { taskOptions } from '@nx-testmon/engine/test-runners';
import { type Command, Option } from 'commander';

/** Adds every task option as a flag. None has a default, so that an absent flag leaves the target's option as it is. */
export function addTaskFlags(command: Command): Command {
  for (const option of taskOptions) for (const flag of flagsOf(option)) command.addOption(flag);
  return command;
}

function flagsOf(option: TaskOptionEntry): Option[] {
  return option.kind === 'flag' ? switchesOf(option) : valuesOf(option);
}

/**
 * The help only shows the flag that changes the default: for an option that is on by default, the one that
 * turns it off.
 */
function switchesOf({ name, opposite, alias, off, description }: TaskOptionEntry): Option[] {
  const others = [opposite, alias].filter((one) => one !== undefined);
  const positive = opposite === undefined ? [name, ...others] : others;
  const shown = off?.name ?? name;
  const hidden = [name, ...others, ...positive.map((one) => `no-${one}`)].filter((one) => one !== shown);
  return [
    new Option(`--${shown}`, off?.description ?? description),
    ...hidden.map((one) => new Option(`--${one}`).hideHelp()),
  ];
}

function valuesOf({ name, kind, choices, description }: TaskOptionEntry): Option[] {
  const placeholder = kind === 'flag' ? placeholders.text : placeholders[kind];
  const dashed = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const shown = new Option(`--${dashed} <${placeholder}>`, description);
  if (choices) shown.choices([...choices]);
  if (dashed === name) return [shown];
  // The spelling in Nx.
  const asInNx = new Option(`--${name} <${placeholders.text}>`).hideHelp();
  return [shown, choices ? asInNx.choices([...choices]) : asInNx];
}

const placeholders = {
  text: 'text',
  names: 'a,b',
  choice: 'name',
  number: 'number',
  percentage: 'percentage',
} as const;

/** The task options among all parsed flags. */
export function taskOptionsOf(flags: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const names = taskOptions.flatMap(namesOfOption);
  return Object.fromEntries(Object.entries(flags).filter(([name]) => names.includes(name)));
}
