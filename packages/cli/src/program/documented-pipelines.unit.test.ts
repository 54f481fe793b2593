import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { namesOfOption, type TaskOptionEntry, taskOptionTable, variableOf } from '@nx-testmon/core';
import { EXEC_ID_VARIABLES } from '@nx-testmon/engine/execution-id';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { createProgram } from './create-program';
import type { ProgramInput } from './program-input';

const text = readFileSync(join(__dirname, '../../../../docs/ci.md'), 'utf8');
const table: readonly TaskOptionEntry[] = taskOptionTable;

/** The commands of Nx that the pipelines use. */
const nxCommands: Readonly<Record<string, readonly string[]>> = {
  'run-many': ['-t', '--batch', '--parallel', '--skip-nx-cache'],
  affected: ['-t'],
  g: [],
  'start-ci-run': ['--distribute-on', '--stop-agents-after'],
};
/** Options of the test runners: one that a pipeline passes on after `--`, and one that no pipeline uses. */
const runnerOptions = ['--shard', '--watch'];
const taskOptions = table.flatMap((entry) => [
  ...namesOfOption(entry).map((name) => `--${name}`),
  `--no-${entry.name}`,
]);
const variables = [...table.map(({ name }) => variableOf(name)), ...EXEC_ID_VARIABLES, 'NX_TESTMON_DATAFILE'];

function blocksOf(language: string): string[] {
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))].map(([, body]) => body!);
}

/** Every text in a YAML or JSON document. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

const documents = [...blocksOf('yaml'), ...blocksOf('json')].map((block) => parse(block) as unknown);
const inline = [...text.replace(/^```.*?^```$/gms, '').matchAll(/`([^`]+)`/g)].map(([, code]) => code!);
const commands = [...documents.flatMap(textsIn), ...inline]
  .map((line) => line.replace(/^npx /, '').split(/\s+/))
  // A single word is the name of the target.
  .filter(({ 0: program, length }) => (program === 'testmon' || program === 'nx') && length > 1);

const program = createProgram({
  version: '0.0.0',
  io: { print: () => undefined, printError: () => undefined } as unknown as ProgramInput['io'],
  runnerWords: [],
  end: () => undefined,
});
const testmonCommands = Object.fromEntries(
  program.commands.map((one) => [
    one.name(),
    one.options.flatMap(({ long, short }) => [long, short]).filter((name) => name !== undefined),
  ]),
);

function optionsIn(words: readonly string[]): string[] {
  return words.filter((word) => /^--?[a-z]/i.test(word)).map((word) => word.replace(/=.*/s, ''));
}

test('the document has pipelines to check', () => {
  expect(blocksOf('yaml').length).toBeGreaterThanOrEqual(4);
  expect(commands.length).toBeGreaterThanOrEqual(12);
  for (const document of documents) expect(document).toBeTypeOf('object');
});

describe('docs/ci.md only names what exists', () => {
  test.each(commands.map((words) => [words.join(' '), words] as const))('%s', (_, words) => {
    const [name, command = '', ...rest] = words;
    const end = rest.indexOf('--');
    const own = end < 0 ? rest : rest.slice(0, end);
    const known = name === 'nx' ? nxCommands[command] : testmonCommands[command];
    expect(known, `${name} ${command}`).toBeDefined();
    for (const option of optionsIn(own)) expect([...known!, ...taskOptions]).toContain(option);
    const forRunner = end < 0 || command === 'exec' ? [] : optionsIn(rest.slice(end + 1));
    for (const option of forRunner) expect(runnerOptions).toContain(option);
  });

  test('targets', () => {
    const targets = commands.flatMap((words) => words.filter((_, at) => words[at - 1] === '-t'));
    expect(new Set(targets)).toEqual(new Set(['testmon']));
  });

  test('generators', () => {
    const generators = commands
      .filter(([name, command]) => name === 'nx' && command === 'g')
      .map((words) => words[2]);
    expect(generators).toContain('nx-testmon:ci');
    const { generators: known } = JSON.parse(
      readFileSync(join(__dirname, '../../../nx/generators.json'), 'utf8'),
    ) as { generators: Record<string, unknown> };
    for (const one of generators)
      expect(Object.keys(known).map((name) => `nx-testmon:${name}`)).toContain(one);
  });

  test('variables', () => {
    const named = [...text.matchAll(/\b(?:NX|TURBO)_TESTMON\w*(?!\w*\*)/g)].map(([name]) => name);
    expect(named).toContain('NX_TESTMON_NOCOLLECT');
    for (const name of named.filter((one) => !one.endsWith('_'))) expect(variables).toContain(name);
  });

  test('options that stand alone', () => {
    const alone = inline.filter((code) => /^--[a-z-]+$/i.test(code));
    expect(alone).toContain('--verify');
    const known = [...taskOptions, ...runnerOptions, ...Object.values(nxCommands).flat()];
    for (const option of alone) expect(known).toContain(option);
  });
});
