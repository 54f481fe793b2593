import { namesOfOption, type TaskOptionEntry, taskOptionTable } from '@nx-testmon/core';
import { ownArguments } from './own-arguments';

const table: readonly TaskOptionEntry[] = taskOptionTable;

/** Names as in the executor's schema. A value is the text after `=`, otherwise the next argument. */
const SWITCHES = table.filter(({ kind }) => kind === 'flag').flatMap(namesOfOption);
const VALUES = table.filter(({ kind }) => kind !== 'flag').map(({ name }) => name);

/**
 * Finds the task options that Nx drops: if its command line contains `--`, Nx passes on the arguments after it and
 * drops unknown options before it.
 *
 * @param argv the arguments of the parent's command line
 * @returns the options as Nx would have passed them; empty if none was dropped
 */
export function findDroppedOptions(argv: readonly string[]): Record<string, string | boolean> {
  const words = ownArguments(argv);
  const options: Record<string, string | boolean> = {};
  if (words.length === argv.length) return options;
  for (const [at, word] of words.entries()) {
    const [, dashed, inline] = /^--([A-Za-z][A-Za-z-]*)(?:=(.*))?$/s.exec(word) ?? [];
    if (dashed === undefined) continue;
    const name = knownName(dashed);
    const next = words[at + 1];
    if (SWITCHES.includes(name)) {
      const text = inline ?? (next === 'true' || next === 'false' ? next : 'true');
      options[name] = text !== 'false';
    } else if (VALUES.includes(name)) {
      const text = inline ?? next;
      if (text !== undefined) options[name] = text;
    } else if (SWITCHES.includes(name.replace(/^no-/, ''))) {
      options[name.replace(/^no-/, '')] = inline === 'false';
    }
  }
  return options;
}

/** Nx treats `test-runner` and `testRunner` as the same. */
function knownName(dashed: string): string {
  const camel = dashed.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return VALUES.includes(camel) ? camel : dashed;
}
