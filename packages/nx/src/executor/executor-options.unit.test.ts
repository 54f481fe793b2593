import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import schema from '../../schemas/testmon.json';

test('the options type has each property of the schema of the executor', () => {
  const source = readFileSync(join(__dirname, 'executor-options.ts'), 'utf8');
  const names = [...source.matchAll(/^ {2}readonly (\w+)\?:/gm)].map(([, name]) => name);
  expect(names.sort()).toEqual(Object.keys(schema.properties).sort());
});
