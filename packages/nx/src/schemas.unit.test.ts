import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { namesOfOption, variableOf } from '@nx-testmon/core';
import { taskOptions } from '@nx-testmon/engine/test-runners';
import { expect, test } from 'vitest';
import { findDroppedOptions } from './hook/dropped-options';

interface Schema {
  readonly additionalProperties?: boolean;
  readonly properties: Readonly<
    Record<string, { readonly type?: string; readonly default?: unknown; readonly description?: string }>
  >;
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(join(__dirname, '..', path), 'utf8'));
}

const executorSchema = readJson('schemas/testmon.json') as Schema;

test('the schema accepts options of the test runner, and has no defaults that decide anything', () => {
  expect(executorSchema.additionalProperties).toBeUndefined();
  const withDefault = Object.entries(executorSchema.properties).filter(
    ([, property]) => 'default' in property,
  );
  expect(withDefault).toEqual([]);
});

test('schema and README describe each option as the table does (npm run options)', () => {
  const { env: _, ...properties } = executorSchema.properties;
  const names = taskOptions.flatMap(namesOfOption);
  expect(Object.keys(properties).sort()).toEqual([...names].sort());
  const readme = readFileSync(join(__dirname, '../../../README.md'), 'utf8').split('\n');
  for (const { name, description } of taskOptions) {
    expect(properties[name]?.description).toBe(description);
    const row = readme.find((line) => line.startsWith(`| \`${name}\``));
    expect(row).toContain(`| \`${variableOf(name)}\` |`);
    expect(row).toContain(description);
  }
});

test.each(['testmon', 'init', 'configuration', 'ci', 'sync', 'remove'].map((name) => `schemas/${name}.json`))(
  'each option of %s is described',
  (path) => {
    const { properties } = readJson(path) as Schema;
    const undescribed = Object.entries(properties).filter(
      ([, { description = '' }]) => description.length < 20,
    );
    expect(undescribed).toEqual([]);
  },
);

test('each option is found before a "--"', () => {
  const { env: _, ...options } = executorSchema.properties;
  for (const [name, { type }] of Object.entries(options)) {
    const words = type === 'boolean' ? [`--${name}`] : [`--${name}`, 'value'];
    expect(findDroppedOptions(['nx', ...words, '--'])).toEqual({
      [name]: type === 'boolean' ? true : 'value',
    });
  }
});

test.each([
  ['executors', 'executors.json', 'executors', 'implementation'],
  ['generators', 'generators.json', 'generators', 'factory'],
])('%s are published with their sources and schemas', (field, file, key, source) => {
  const manifest = readJson('package.json') as Record<string, unknown>;
  expect(manifest[field]).toBe(`./${file}`);
  expect(manifest['files']).toEqual(expect.arrayContaining([file, 'schemas', 'pipelines', 'dist']));
  const entries = (readJson(file) as Record<string, Record<string, Record<string, string>>>)[key] ?? {};
  for (const entry of Object.values(entries)) {
    expect(() => readJson(entry['schema'] ?? '')).not.toThrow();
    for (const compiled of [entry[source] ?? '', entry['batchImplementation'] ?? entry[source] ?? '']) {
      const path = compiled.replace('./dist/', 'src/');
      expect(() => readFileSync(join(__dirname, '..', `${path}.ts`))).not.toThrow();
    }
  }
});

test('each generator is listed by Nx, and has a description', () => {
  const { generators } = readJson('generators.json') as {
    readonly generators: Readonly<
      Record<string, { readonly description?: string; readonly hidden?: boolean }>
    >;
  };
  expect(Object.keys(generators)).toEqual(['init', 'configuration', 'ci', 'sync', 'remove']);
  for (const { description = '', hidden } of Object.values(generators)) {
    expect(hidden).toBeUndefined();
    expect(description.length).toBeGreaterThan(20);
  }
});
