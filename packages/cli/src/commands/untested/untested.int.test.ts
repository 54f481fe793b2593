import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { reportSchema } from '@nx-testmon/report';
import type { TestWorkspace } from '@nx-testmon/testing';
import * as v from 'valibot';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runInWorkspace } from '../../run-cli.testing';
import { selectionSchema } from '../select/selection-schema';
import { createSizesWorkspace, sizes } from '../coverage/sizes-workspace.testing';

let workspace: TestWorkspace;
const edited = `${sizes.replace(`'large'`, `'huge'`).replace(`'small'`, `'tiny'`)}export function added() {
  return 1;
}
`;
// The branch with 'huge' was executed before it changed, and unused() has not changed.
const untestedCode = [
  ['libs/a/src/sizes.ts', 3, 'size()/rest'],
  ['libs/a/src/sizes.ts', 8, 'added()'],
];

beforeAll(async () => {
  workspace = createSizesWorkspace("toBeTypeOf('string')", {
    '.gitignore': 'node_modules/\n.testmon/\nsummary.md\n',
  });
  const { code, err } = await testmon(['run']);
  expect(code, err).toBe(0);
});
afterAll(() => workspace[Symbol.dispose]());

const testmon = (args: readonly string[], env = {}) => runInWorkspace(workspace.root, args, Date.now, env);

function git(...args: readonly string[]): void {
  const identity = ['-c', 'user.name=t', '-c', 'user.email=t@example.org'];
  execFileSync('git', [...identity, ...args], { cwd: workspace.root });
}

async function untestedInReport(args: readonly string[] = []) {
  const { code, out, err } = await testmon(['report', '--json', ...args]);
  expect(code, err).toBe(0);
  return v.parse(reportSchema, JSON.parse(out)).untested;
}

const positions = (
  code: readonly { readonly file: string; readonly line: number; readonly code: string }[],
) => code.map((one) => [one.file, one.line, one.code]);

test('without git, select --untested and run --untested fail, and the report says what is missing', async () => {
  for (const command of ['select', 'run'])
    expect(await testmon([command, '--untested'])).toMatchObject({
      ...{ code: 2, out: '' },
      err: expect.stringContaining('is not in a git repository'),
    });
  expect(await untestedInReport()).toEqual({
    ...{ base: 'HEAD', isKnown: false, code: [], unknown: [] },
    text: expect.stringContaining('is not in a git repository'),
  });
  expect(await testmon(['report', '--json', '--base', 'main'])).toMatchObject({ code: 2, out: '' });
});

test('without changes, all changed code is tested', async () => {
  git('init', '--quiet');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'start');
  const clean = await testmon(['select', '--untested', '--fail-on-untested']);
  const text = 'Every uncommitted function or branch was executed by a test file';
  expect([clean.code, clean.out]).toEqual([0, expect.stringContaining(text)]);
  expect(await untestedInReport()).toMatchObject({ isKnown: true, text, code: [] });
});

test('select --untested and the report list the changed functions and branches that no test file executed', async () => {
  workspace.write({ 'libs/a/src/sizes.ts': edited });
  const { code, out } = await testmon(['select', '--untested', '--fail-on-untested', '--json']);
  const { untested } = v.parse(selectionSchema, JSON.parse(out));
  expect([code, positions(untested?.code ?? [])]).toEqual([1, untestedCode]);
  const printed = await testmon(['select', '--untested']);
  expect(printed.code).toBe(0);
  expect(printed.out).toContain('No test file executed 2 uncommitted functions and branches:');
  expect(printed.out).toContain('libs/a/src/sizes.ts:8 added()');
  const inReport = await untestedInReport();
  expect(inReport.text).toBe('No test file executed 2 uncommitted functions and branches');
  expect(positions(inReport.code)).toEqual(untestedCode);
});

test('in a job of GitHub Actions, select adds untested changes to the job summary', async () => {
  const env = { GITHUB_STEP_SUMMARY: workspace.path('summary.md') };
  expect((await testmon(['select'], env)).code).toBe(0);
  expect(existsSync(env.GITHUB_STEP_SUMMARY)).toBe(false);
  expect((await testmon(['select', '--untested', '--json'], env)).code).toBe(0);
  expect(workspace.read('summary.md')).toContain('| `libs/a/src/sizes.ts:8` | `added()` |');
  const unwritable = { GITHUB_STEP_SUMMARY: workspace.path('no/such/folder.md') };
  expect(await testmon(['select', '--untested'], unwritable)).toMatchObject({
    code: 0,
    err: expect.stringContaining('could not be written'),
  });
});

test('run --untested lists what is untested after the run, and says if the run was not recorded', async () => {
  const test = 'libs/a/src/sizes.test.ts';
  const before = workspace.read(test);
  const importing = before.replace('{ size }', '{ added, size }');
  workspace.write({ [test]: `${importing}test('added', () => expect(added()).toBe(1));\n` });
  const notRecorded = await testmon(['run', '--untested', '--nocollect']);
  expect(notRecorded.code, notRecorded.err).toBe(0);
  expect(notRecorded.out).toMatch(/sizes\.ts:8 added\(\)\nThe run was not recorded: /);
  expect((await testmon(['run'])).out).not.toContain('No test file executed');
  const { code, out, err } = await testmon(['run', '--untested']);
  expect(code, err).toBe(0);
  expect(out).toMatch(
    /\n\nNo test file executed 1 uncommitted function or branch:\n {2}libs\/a\/src\/sizes\.ts:3 size\(\)\/rest$/,
  );
  workspace.write({ [test]: before });
  const refused = await testmon(['run', '--untested', '--base', 'none']);
  expect(refused).toMatchObject({ code: 2, out: '', err: expect.stringContaining('none') });
  expect((await testmon(['run'])).code).toBe(0);
});

test('--base compares with a commit', async () => {
  git('commit', '--quiet', '--all', '--message', 'next');
  const text = 'No test file executed 2 functions and branches changed since HEAD~1';
  expect((await testmon(['select', '--untested', '--base', 'HEAD~1'])).out).toContain(`${text}:`);
  const inReport = await untestedInReport(['--base', 'HEAD~1']);
  expect(inReport).toMatchObject({ base: 'HEAD~1', isKnown: true, text, unknown: [] });
  expect(positions(inReport.code)).toEqual(untestedCode);
  expect((await untestedInReport()).code).toEqual([]);
  for (const command of [['select', '--untested'], ['report']])
    expect((await testmon([...command, '--base', 'none'])).code).toBe(2);
});
