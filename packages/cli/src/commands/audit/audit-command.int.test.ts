import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createWorkspace, type TestWorkspace } from '@nx-testmon/testing';
import * as v from 'valibot';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { runInWorkspace } from '../../run-cli.testing';
import { auditSchema } from './audit-schema';

let workspace: TestWorkspace;

const foundAt = Date.UTC(2026, 10, 30, 5, 12);

function breaker(project: string) {
  const path = `libs/${project}/src/${project}.test.ts`;
  const missed = [{ suite: `${project}:libs/${project}/vitest.config.mts`, path }];
  return { project, target: 'testmon', environment: 'default', foundAt, missed };
}

beforeEach(() => {
  workspace?.[Symbol.dispose]();
  workspace = createWorkspace({
    'package.json': { name: 'w', workspaces: ['libs/*'] },
    'libs/a/package.json': { name: 'a' },
    'libs/b/package.json': { name: 'b' },
    '.testmon/breakers/a.json': breaker('a'),
    '.testmon/breakers/b.json': '{',
    '.testmon/breakers/gone.json': breaker('gone'),
  });
});
afterAll(() => workspace[Symbol.dispose]());

const testmon = (...args: string[]) => runInWorkspace(workspace.root, args);

async function listed(...args: string[]): Promise<string[]> {
  const { code, out, err } = await testmon('audit', '--json', ...args);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return v.parse(auditSchema, JSON.parse(out)).projects.map(({ project }) => project);
}

test('audit lists the projects whose selection is off, including one whose breaker is damaged, and writes nothing', async () => {
  const before = workspace.snapshot();
  const { code, out, err } = await testmon('audit');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out.split('\n')).toEqual([
    'a: selection off since 2026-11-30 05:12 UTC (target testmon, environment default)',
    '  missed by the selection: 1 test file',
    '    libs/a/src/a.test.ts',
    '',
    'b: selection off',
    expect.stringMatching(/breakers.b\.json can't be read: it is not valid JSON$/) as string,
    '',
    'gone: selection off since 2026-11-30 05:12 UTC (target testmon, environment default)',
    '  missed by the selection: 1 test file',
    '    libs/gone/src/gone.test.ts',
    '',
    'Every test file of these projects runs. Find out why, then turn the selection on again:',
    '  testmon audit --clear --projects a,b,gone',
  ]);
  expect(await listed('--projects', 'b,gone')).toEqual(['b', 'gone']);
  expect(workspace.snapshot()).toEqual(before);
});

test('--clear turns the selection on again, for the chosen projects or for all', async () => {
  expect(await testmon('audit', '--clear', '--projects', 'b')).toMatchObject({
    code: 0,
    out: 'The selection is on again for 1 project: b',
  });
  expect(await listed()).toEqual(['a', 'gone']);
  expect(await listed('--clear')).toEqual(['a', 'gone']);
  expect(await listed()).toEqual([]);
  expect((await testmon('audit')).out).toBe('The selection is on: no audit has missed a test file.');
  expect(await testmon('audit', '--clear')).toMatchObject({
    code: 0,
    out: 'Nothing to clear: no audit has turned the selection off.',
  });
});

test('unknown projects and options are usage errors, and clear nothing', async () => {
  expect((await testmon('audit', '--clear', '--projects', 'none')).code).toBe(2);
  expect((await testmon('audit', '--clear', '--nothing')).code).toBe(2);
  expect(await listed()).toHaveLength(3);
});

/** Names of fields such as `projects[].missed[].file`. */
function fieldsOf(value: unknown, prefix = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => fieldsOf(item, `${prefix}[]`));
  if (typeof value !== 'object' || value === null) return [prefix];
  return Object.entries(value).flatMap(([key, item]) =>
    fieldsOf(item, prefix === '' ? key : `${prefix}.${key}`),
  );
}

test('docs/audit.md lists every field of the document, and no other', async () => {
  const { out } = await testmon('audit', '--json');
  const page = readFileSync(join(__dirname, '../../../../../docs/audit.md'), 'utf8');
  const [, table = ''] = page.split('## JSON\n');
  const documented = [...table.matchAll(/^\| `([^`]+)` \|/gm)].map(([, field]) => field);
  const fields = new Set(fieldsOf(JSON.parse(out)).filter((field) => field !== 'projects[].missed[]'));
  expect(documented.sort()).toEqual([...fields].sort());
});
