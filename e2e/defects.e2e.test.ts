import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { TemporaryFolder } from '../tools/testing/temporary-folder';
import { type ProcessResult, runProcess, shellEnvironment } from './harness/child-process';
import { checkedOut, commitAll } from './harness/clones';
import { usualNxVersion } from './harness/nx-versions';
import { transcript } from './harness/run-nx';
import { createWorkspace, type TestWorkspace } from './harness/workspace';

const script = resolve(__dirname, '../tools/defects/defects.mts');
let workspace: TestWorkspace;
let dir: TemporaryFolder;

const testOf = (name: string, expectation: string) =>
  `import { expect, test } from 'vitest';
import { ${name} } from './${name}';

test('${name}', () => ${expectation});
`;
const functionOf = (name: string, body: string) => `export const ${name} = (a: number): number => ${body};\n`;

beforeAll(async () => {
  workspace = await createWorkspace(usualNxVersion, {
    projects: ['numbers'],
    links: 'npm-workspaces',
    files: {
      'libs/numbers/src/index.ts': '',
      'libs/numbers/src/twice.ts': functionOf('twice', 'a + 2'),
      'libs/numbers/src/twice.test.ts': testOf('twice', 'expect(twice(2)).toBe(4)'),
      'libs/numbers/src/half.ts': functionOf('half', 'a / 2'),
      'libs/numbers/src/half.test.ts': testOf('half', 'expect(half(2)).toBe(1)'),
      'libs/numbers/src/shell.test.ts': `import { expect, test } from 'vitest';

test('nothing is broken', () => expect(process.env['BROKEN'] ?? '').toBe(''));
`,
    },
  });
  // Without `nx.json`, the tool uses no Nx in the workspace and its clone: `testmon` finds the projects by
  // their packages.
  workspace.remove('nx.json');
  commitAll(workspace, 'start');
  workspace.edit('libs/numbers/src/twice.ts', 'a + 2', 'a * 2');
  workspace.write('libs/numbers/src/twice.test.ts', testOf('twice', 'expect(twice(3)).toBe(6)'));
  commitAll(workspace, 'fix twice of all numbers but 2');
  workspace.edit('libs/numbers/src/half.ts', 'a / 2', 'a * 0.5');
  commitAll(workspace, 'fix nothing, and test nothing');
  workspace.write('libs/numbers/src/negative.ts', functionOf('negative', '-a'));
  workspace.edit('libs/numbers/src/half.ts', 'a * 0.5', 'Math.abs(a) / 2');
  workspace.write('libs/numbers/src/half.test.ts', testOf('half', 'expect(half(-2)).toBe(1)'));
  workspace.write('libs/numbers/src/negative.test.ts', testOf('negative', 'expect(negative(1)).toBe(-1)'));
  commitAll(workspace, 'Fixes half, and adds a function');
  workspace.edit('libs/numbers/src/half.ts', '/ 2', '* 0.5');
  workspace.edit('libs/numbers/src/half.test.ts', '(1)', '(2 / 2)');
  commitAll(workspace, 'fix what no test shows');
});
afterAll(() => workspace?.close());
beforeEach(() => void (dir = new TemporaryFolder()));
afterEach(() => dir[Symbol.dispose]());

function runDefects(tests: string, ...options: readonly string[]): Promise<ProcessResult> {
  const modules = join(workspace.root, 'node_modules');
  const install = `rm -rf node_modules && cp -al ${modules} . && echo installed >> ${dir.path('installs.log')}`;
  return runProcess(
    process.execPath,
    [script, workspace.root, '--dir', dir.root, '--install', install, '--tests', tests, ...options],
    { cwd: workspace.root, env: shellEnvironment() },
  );
}

interface State {
  readonly fixes: readonly Readonly<Record<string, unknown>>[];
  readonly summary: Readonly<Record<string, unknown>>;
}

const readState = (): State => JSON.parse(readFileSync(dir.path('defects.json'), 'utf8')) as State;

const plainTests = 'cd libs/numbers && npx vitest run';
/**
 * Makes `shell.test.ts` fail if the clone differs from its commit, although no file that the test depends on
 * has changed.
 */
const brokenTests = `cd libs/numbers && git diff --quiet HEAD || export BROKEN=1; npx vitest run`;

test('every test file that a reversed fix breaks is selected', { timeout: 1_800_000 }, async () => {
  const before = checkedOut(workspace);
  const run = await runDefects(plainTests);
  expect(run.code, transcript(run)).toBe(0);
  const { fixes, summary } = readState();
  expect(fixes, transcript(run)).toMatchObject([
    {
      subject: 'fix twice of all numbers but 2',
      turned: ['libs/numbers/src/twice.test.ts'],
      missed: [],
      selected: 1,
      selectedBefore: 0,
      total: 3,
    },
    {
      subject: 'Fixes half, and adds a function',
      turned: ['libs/numbers/src/half.test.ts', 'libs/numbers/src/negative.test.ts'],
      missed: [],
      selected: 2,
      total: 4,
    },
    { subject: 'fix what no test shows', turned: [], missed: [], selected: 1, total: 4 },
  ]);
  expect(summary).toMatchObject({ fixes: 3, skipped: 0, turned: 2, turnedTestFiles: 3, missed: 0 });
  expect(readFileSync(dir.path('installs.log'), 'utf8').trim().split('\n')).toHaveLength(1);
  expect(checkedOut(workspace)).toBe(before);

  const again = await runDefects(plainTests);
  expect(again.code, transcript(again)).toBe(0);
  expect(again.stdout).toContain('continuing after 3 of 3 fixes');
  const other = await runDefects(plainTests, '--find', '1');
  expect(other).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('results of other commits or options'),
  });
});

test(
  'fixes are reversed at a later commit, or skipped if their sources have changed since',
  { timeout: 1_800_000 },
  async () => {
    const run = await runDefects(plainTests, '--at', 'HEAD');
    expect(run.code, transcript(run)).toBe(0);
    expect(readState().fixes, transcript(run)).toMatchObject([
      { turned: ['libs/numbers/src/twice.test.ts'], missed: [], selected: 1, total: 4 },
      { skipped: 'its sources have changed since' },
      { turned: [], missed: [], selected: 1, total: 4 },
    ]);
  },
);

test(
  'a test file that fails without the fix and is not selected is reported',
  { timeout: 1_800_000 },
  async () => {
    const run = await runDefects(brokenTests, '--find', '1');
    expect(run.code, transcript(run)).toBe(1);
    expect(readState().fixes, transcript(run)).toMatchObject([
      { turned: ['libs/numbers/src/shell.test.ts'], missed: ['libs/numbers/src/shell.test.ts'], flaky: [] },
    ]);
    expect(run.stdout).toContain('missed 1');
  },
);

test('a commit whose build fails is skipped with the reason', { timeout: 1_800_000 }, async () => {
  const build = `node -e "process.exit(fs.existsSync('libs/numbers/src/negative.ts') ? 1 : 0)"`;
  const run = await runDefects('true', '--find', '1', '--build', build);
  expect(run.code, transcript(run)).toBe(0);
  expect(readState().fixes).toMatchObject([{ skipped: expect.stringContaining('build failed') }]);
  expect(existsSync(dir.path('clone/.testmon'))).toBe(false);
});
