import { noRunnerSyntax } from '@nx-testmon/core';
import { expect, test } from 'vitest';
import { createModelReader } from '.';

const syntax = { ...noRunnerSyntax, pragmas: ['one'], metaProperties: ['one'] };

test('the version of models depends on the syntax of the test runners', () => {
  const versions = [
    noRunnerSyntax,
    syntax,
    { ...syntax, pragmas: ['other'] },
    { ...syntax, metaProperties: ['other'] },
    { ...syntax, mockObjects: ['other'] },
    { ...syntax, mockMethods: ['other'] },
    { ...syntax, actualMethods: ['other'] },
    { ...syntax, hoistedMethods: ['other'] },
  ].map((one) => createModelReader(one).version);
  expect(new Set(versions).size).toBe(versions.length);
  expect(createModelReader({ ...syntax }).version).toBe(versions[1]);
});

test('a property of `import.meta` that a test runner adds does not read the path of the module', () => {
  const readsFiles = (text: string) => createModelReader(syntax).read(text, 'a.ts').readsFiles;
  expect(readsFiles('export const a = import.meta.one;')).toBe(false);
  expect(readsFiles('export const a = import.meta.env;')).toBe(false);
  expect(readsFiles('export const a = import.meta.other;')).toBe(true);
});

test('calls that mock modules are those of the test runners', () => {
  const mocks = { ...syntax, mockObjects: ['one'], mockMethods: ['replace'], actualMethods: ['original'] };
  const dependenciesOf = (text: string) =>
    createModelReader(mocks)
      .read(text, 'a.ts')
      .blocks.flatMap(({ dependencies }) =>
        dependencies.map(({ kind, specifier }) => `${kind} ${specifier}`),
      );
  expect(dependenciesOf("one.replace('./b');")).toEqual(['mock ./b']);
  expect(dependenciesOf("one.original('./b');")).toEqual(['mock ./b', 'import ./b']);
  expect(dependenciesOf("other.replace('./b');")).toEqual(['asset ./b']);
  expect(dependenciesOf("one.other('./b');")).toEqual(['asset ./b']);
});

test('a text that is not parsed keeps its pragmas and imports', () => {
  const model = createModelReader(syntax).readUnparsed("// @one-mode slow\nimport './b';", 'a.ts', 'why');
  expect(model).toMatchObject({
    kind: 'whole-file',
    parseError: 'why',
    pragmas: ['@one-mode slow'],
    imports: [{ specifier: './b' }],
  });
});
