import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createProgram } from './create-program';
import type { ProgramInput } from './program-input';

const root = join(__dirname, '../../../..');

const program = createProgram({
  version: '0.0.0',
  io: { print: () => undefined, printError: () => undefined } as unknown as ProgramInput['io'],
  runnerWords: [],
  end: () => undefined,
});
const optionsOf = new Map(
  program
    .createHelp()
    .visibleCommands(program)
    .filter((command) => command.name() !== 'help')
    .map((command) => [command.name(), command.options.map(({ long }) => long)]),
);

/** The commands in the first cell of each table row that names some: `testmon merge`, `testmon export`. */
function documentedCommands(page: string): string[] {
  const rows = readFileSync(join(root, page), 'utf8').match(/^\| `testmon .*/gm) ?? [];
  return rows.flatMap((row) =>
    [...row.split(/(?<!\\)\|/)[1]!.matchAll(/`testmon ([^`]+)`/g)].map(([, text]) => text!),
  );
}

const nameIn = (text: string): string => text.split(' ')[0]!;

test.each(['README.md', 'docs/commands.md'])('the table in %s lists every command, and no other', (page) => {
  const names = new Set(documentedCommands(page).map(nameIn));
  expect([...names].sort()).toEqual([...optionsOf.keys()].sort());
});

const withOptions = documentedCommands('docs/commands.md')
  .map((text) => [text, text.match(/(?<=[ [])--[a-z-]+/g) ?? []] as const)
  .filter(([, options]) => options.length > 0);

test('some commands in docs/commands.md have options', () => {
  expect(withOptions.length).toBeGreaterThan(10);
});

test.each(withOptions)('testmon %s: the command has these options', (text, options) => {
  expect(optionsOf.get(nameIn(text))).toEqual(expect.arrayContaining([...options]));
});
