import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { documentedVariables, findForeignVariables } from './known-variables';
import { parseTaskOptions } from './parse-task-options';

const packages = join(__dirname, '../../../..');

/** Names in quotes or after a dot in the code of any package. */
function variablesInSources(): Set<string> {
  const sources = readdirSync(packages, { recursive: true, encoding: 'utf8' }).filter((path) =>
    /^[^\\/]+[\\/]src[\\/](?!.*\.(?:test|testing)\.ts$).*\.m?ts$/.test(path),
  );
  const texts = sources.map((path) => readFileSync(join(packages, path), 'utf8'));
  const names = texts.flatMap((text) => [...text.matchAll(/(?:'|env\.)(NX_TESTMON(?:_[A-Z]+)*)\b(?!_)/g)]);
  return new Set(names.map(([, name = '']) => name));
}

test('every variable in the code of a package is known', () => {
  const names = variablesInSources();
  expect(names.size).toBeGreaterThan(7);
  expect(findForeignVariables(Object.fromEntries([...names].map((name) => [name, '1'])))).toEqual([]);
});

test('the variables in messages are those of the README', () => {
  const readme = readFileSync(join(packages, '../README.md'), 'utf8');
  const named: readonly string[] = readme.match(/(?<=`)NX_TESTMON(?:_[A-Z]+)*(?=`)/g) ?? [];
  expect(documentedVariables.filter((name) => !named.includes(name))).toEqual(['NX_TESTMON_EXEC_ID']);
  expect(new Set(documentedVariables).size).toBe(documentedVariables.length);
});

test('the variable of an opposite is known, because it is read', () => {
  const env = { NX_TESTMON_COLLECT: '0', NX_TESTMON_SELECT: '0' };
  expect(parseTaskOptions({}, env)).toMatchObject({ options: { collect: false, select: false } });
  expect(findForeignVariables(env)).toEqual([]);
});

test('unread variables with the prefix are foreign, and variables without the prefix are ignored', () => {
  const env = { NX_TESTMON_OTHER: '1', NX_TESTMONGO: '', NX_TESTMON_GONE: undefined, NX_DAEMON: 'false' };
  expect(findForeignVariables({ ...env, NX_TESTMON_NOCOLLECT: '1' })).toEqual([
    'NX_TESTMONGO',
    'NX_TESTMON_OTHER',
  ]);
});

test('a misspelled variable of an opposite is refused, as any other one', () => {
  expect(parseTaskOptions({}, { NX_TESTMON_COLECT: '0' })).toMatchObject({
    ok: false,
    problems: [{ kind: 'unknown-variable', variable: 'NX_TESTMON_COLECT', meant: 'NX_TESTMON_COLLECT' }],
  });
});
