import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createWorkspace, repository, type TestWorkspace } from '@nx-testmon/testing';
import { reportSchema } from '@nx-testmon/report';
import * as v from 'valibot';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { diagnosisSchema } from './commands/doctor/diagnosis-schema';
import { explanationSchema } from './commands/explain/explanation-schema';
import { planSchema } from './commands/plan/plan-schema';
import { reportLineSchema } from './commands/run/report-line-schema';
import { selectionSchema } from './commands/select/selection-schema';
import { statsSchema } from './commands/stats/stats-schema';

let workspace: TestWorkspace;

beforeAll(() => {
  workspace = createWorkspace(
    {
      'nx.json': { plugins: ['nx-testmon'], analytics: false },
      'package.json': { name: 'w', workspaces: ['libs/*'] },
    },
    { packages: 'all' },
  );
  for (const name of ['a', 'b']) {
    workspace.write({
      [`libs/${name}/package.json`]: { name, scripts: { test: 'vitest run' } },
      [`libs/${name}/vitest.config.mts`]: `export default { test: { include: ['src/*.test.ts'] } };`,
      [`libs/${name}/src/${name}.test.ts`]: `import { test } from 'vitest'; test('it', () => {});`,
    });
  }
});
afterAll(() => workspace[Symbol.dispose]());

function write(path: string, text: string): void {
  workspace.write({ [path]: text });
}

/** Every file with its size and time, except Nx's own cache. */
function snapshot(): string[] {
  return workspace.snapshot(['node_modules', '.nx']);
}

function testmon(args: readonly string[], cwd = workspace.root, added: Record<string, string> = {}) {
  return runScript(join(repository, 'packages/cli/dist/bin.js'), args, cwd, added);
}

function runScript(
  script: string,
  args: readonly string[],
  cwd = workspace.root,
  added: Record<string, string> = {},
): Promise<{ code: number | null; out: string; err: string }> {
  const fixed = { NX_DAEMON: 'false', NX_NO_CLOUD: 'true', FORCE_COLOR: '0', SECRET_ENCODING: 'utf8' };
  const env = { ...process.env, ...fixed, ...added };
  const child = spawn(process.execPath, [script, ...args], {
    cwd,
    env,
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (data: Buffer) => (out += data.toString()));
  child.stderr.on('data', (data: Buffer) => (err += data.toString()));
  return new Promise((done) => child.on('close', (code) => done({ code, out, err })));
}

test('select prints the test files of all projects as one JSON document and writes no file', async () => {
  const before = snapshot();
  const { code, out, err } = await testmon(['select', '--json']);
  expect({ code, err }).toMatchObject({ code: 0 });
  const { projects } = v.parse(selectionSchema, JSON.parse(out));
  expect(
    projects.map(({ project, target, selected, total }) => [project, target, selected.length, total]),
  ).toEqual([
    ['a', 'testmon', 1, 1],
    ['b', 'testmon', 1, 1],
  ]);
  expect(projects[0]?.selected[0]).toMatchObject({
    file: 'libs/a/src/a.test.ts',
    reason: expect.stringContaining('new') as string,
  });
  expect(snapshot()).toEqual(before);
});

test('select --files prints only paths, for other programs', async () => {
  const all = await testmon(['select', '--files']);
  expect(all).toMatchObject({ code: 0, out: 'libs/a/src/a.test.ts\nlibs/b/src/b.test.ts\n' });
  const one = await testmon(['select', '--files', '--projects', 'b']);
  expect(one).toMatchObject({ code: 0, out: 'libs/b/src/b.test.ts\n' });
});

test('explain accepts a path relative to the working directory', async () => {
  const { code, out } = await testmon(['explain', 'src/b.test.ts'], workspace.path('libs/b'));
  expect(code).toBe(0);
  expect(out).toContain('libs/b/src/b.test.ts');
});

test('a missing or undrawable input is reported', async () => {
  const missing = await testmon(['explain', 'libs/a/gone.ts:3']);
  expect(missing).toMatchObject({ code: 2, out: '' });
  expect(missing.err).toContain('There is no file libs/a/gone.ts:3');
  const drawn = await testmon(['explain', 'libs/a/vitest.config.mts', '--format=dot']);
  expect(drawn).toMatchObject({ code: 2, out: '' });
  expect(drawn.err).toContain('libs/a/vitest.config.mts is not one');
});

// The test runs six processes one after another.
const patience = 300_000;

test(
  'run runs and records every project under one execution, and nx has nothing left to do',
  { timeout: patience },
  async () => {
    const first = await testmon(['run', '--report-file', '.testmon/report.jsonl']);
    expect(first.code, first.out + first.err).toBe(0);
    expect(first.out).toMatch(/^a\s+testmon\s+passed\s+1 of 1/m);
    expect(first.out).toMatch(/^all\s+2 of 2/m);
    const reports = readReports();
    expect(reports.map(({ project }) => project)).toEqual(['a', 'b']);
    expect(new Set(reports.map(({ execId }) => execId)).size).toBe(1);
    expect(reports[0]?.execId).toMatch(/^(\d{8}T\d{9}Z|process-\d+)-/);

    const nx = join(repository, 'node_modules/.bin/nx');
    const again = await runScript(
      nx,
      ['run', 'a:testmon', '--skip-nx-cache', '--outputStyle=static'],
      workspace.root,
      {
        NX_TUI: 'false',
      },
    );
    expect(again.out + again.err).toContain('testmon: 0 of 1 test file selected');
  },
);

test('explain shows what a test file depends on, and which test files execute code', async () => {
  write(
    'libs/a/src/sum.ts',
    `export const sum = (one: number, other: number) => one + other;
export const unused = () => 1;
`,
  );
  const body = `import { expect, test } from 'vitest'; import { sum } from './sum';
test('it', () => { expect(sum(1, 2)).toBe(3); });`;
  write('libs/a/src/a.test.ts', body);
  write('libs/b/src/b.test.ts', body.replace('./sum', '../../a/src/sum'));
  const { code, out: output } = await testmon(['run']);
  expect(code, output).toBe(0);
  const before = snapshot();

  const explain = async (...args: readonly string[]) => {
    const ended = await testmon(['explain', ...args]);
    expect(ended.code, ended.err).toBe(0);
    return ended.out;
  };
  expect(await explain('libs/a/src/a.test.ts')).toMatch(
    /^libs\/a\/src\/a\.test\.ts would be skipped: .*executes 1 function in 1 module\n.*libs\/a\/src\/sum\.ts {2}1 of 2 functions/s,
  );
  expect(await explain('libs/a/src/a.test.ts', '--format=mermaid')).toContain('  n0 --> n1');
  expect(await explainJson('libs/a/src/a.test.ts', '--projects', 'a')).toMatchObject({
    testFiles: [{ project: 'a', selected: false, dependencies: { basis: 'execution' } }],
  });
  expect(await explain('libs/a/src/sum.ts#sum')).toMatch(
    /^libs\/a\/src\/sum\.ts:1 sum\(\) is executed by 2 of 2 test files\n.*a\.test\.ts.*project a\n.*b\.test\.ts.*project b/s,
  );
  expect(await explain('libs/a/src/sum.ts:2')).toContain('no test executes it (of 2 test files)');
  expect(await explainJson('libs/a/src/sum.ts')).toMatchObject({
    source: {
      code: {
        functions: [
          { name: 'sum()', line: 1, testFiles: 2 },
          { name: 'unused()', line: 2, testFiles: 0 },
        ],
      },
    },
  });
  for (const part of ['#sum', ':1'])
    expect(await explainJson(`libs/a/src/sum.ts${part}`)).toMatchObject({
      source: { code: { line: 1, blocks: ['sum()'] }, dependents: [{ project: 'a' }, { project: 'b' }] },
    });
  const unknown = await testmon(['explain', 'libs/a/src/sum.ts#sums']);
  expect(unknown.code).toBe(2);
  expect(unknown.err).toContain('libs/a/src/sum.ts has no code named sums. Did you mean sum()');
  expect(snapshot()).toEqual(before);
}, 300_000);

test('doctor lists the causes of fallbacks as text and as JSON, and writes no file', async () => {
  write(
    'libs/b/src/b.test.ts',
    `import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'vitest';

test('it', () => {
  execFileSync(process.execPath, ['--version']);
  readFileSync(join(import.meta.dirname, '../../a/package.json'), process.env.SECRET_ENCODING ?? 'utf8');
});
`,
  );
  expect((await testmon(['run', '--projects', 'b'])).code).toBe(0);
  const before = snapshot();
  const text = await testmon(['doctor']);
  expect(text.code, text.err).toBe(0);
  expect(text.out).toMatch(/ok +nx\.json lists the plugin nx-testmon/);
  expect(text.out).toMatch(/ok +Nx 23\.\d+/);
  expect(text.out).toMatch(/ok +better-sqlite3 [\d.]+ can be loaded/);
  expect(text.out).toMatch(
    /ok +the store can be read: [\d.]+ MB, schema \d+, facts for 2 test configurations/,
  );
  expect(text.out).toMatch(/^b \(testmon, Vitest [\d.]+\): 1 of 1 test file depends on more/m);
  expect(text.out).toContain("libs/b/src/b.test.ts:7 starts node, whose reads can't be traced");
  expect(text.out).toContain(
    'check Tests of b have dependencies that Nx does not know: libs/a/package.json.',
  );
  expect(text.out).toMatch(/1 +SECRET_ENCODING +no +b$/m);
  expect(text.out).toContain('What to do');
  const { code, out } = await testmon(['doctor', '--json', '--projects', 'b']);
  expect(code).toBe(0);
  const { setup, projects, unlisted, variables } = v.parse(diagnosisSchema, JSON.parse(out));
  expect(setup.map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      'node',
      'nx-testmon',
      'nx',
      'sqlite',
      'plugin',
      'store',
      'lockfile',
      'variables',
    ]),
  );
  expect(projects).toMatchObject([
    {
      project: 'b',
      testFiles: 1,
      withFallbacks: 1,
      causes: [{ kind: 'process-started', scope: 'project', line: 7, testFiles: ['libs/b/src/b.test.ts'] }],
    },
  ]);
  expect(unlisted).toEqual([
    {
      project: 'b',
      inputs: [{ input: '{workspaceRoot}/libs/a/package.json', testFiles: ['libs/b/src/b.test.ts'] }],
      projects: [],
      cyclicProjects: [],
    },
  ]);
  expect(variables.find(({ name }) => name === 'SECRET_ENCODING')).toEqual({
    project: 'b',
    name: 'SECRET_ENCODING',
    isSet: true,
    isInput: false,
    testFiles: ['libs/b/src/b.test.ts'],
  });
  expect(await explainJson('libs/b/src/b.test.ts')).toMatchObject({
    testFiles: [{ fallbacks: [{ kind: 'process-started', scope: 'project', line: 7, subject: 'node' }] }],
  });
  const report = await testmon(['doctor', '--report']);
  expect(report.out).toMatch(/^```text\nnode +Node .*\nunknown to Nx +1 input, 0 projects\n.*```$/ms);
  expect(report.out).not.toMatch(/libs|SECRET/);
  expect(snapshot()).toEqual(before);
  expect((await testmon(['doctor', '--projects', 'c'])).code).toBe(2);
}, 300_000);

test('doctor exits with 1 if something must be fixed', async () => {
  const set = { NX_TESTMON_COLLECT: '1', NX_TESTMON_NOCOLLECT: 'true' };
  const variables = await testmon(['doctor'], workspace.root, set);
  expect(variables.code, variables.err).toBe(1);
  expect(variables.out).toMatch(/fix +The environment variables NX_TESTMON_NOCOLLECT and NX_TESTMON_COLLECT/);
  using other = createWorkspace({ 'nx.json': { analytics: false }, 'package.json': { name: 'w' } });
  other.install('all');
  const plugin = await testmon(['doctor', '--json'], other.root);
  expect(plugin.code, plugin.err).toBe(1);
  const { mustBeFixed, setup } = v.parse(diagnosisSchema, JSON.parse(plugin.out));
  expect(mustBeFixed).toBe(true);
  expect(setup.filter(({ mark }) => mark === 'fix').map(({ name }) => name)).toEqual(['plugin']);
}, 300_000);

test('plan divides all projects into shards, and run follows the plan', async () => {
  // Without facts, everything is selected.
  const store = { NX_TESTMON_DATAFILE: '.testmon/plan.db' };
  const planned = await testmon(
    ['plan', '--shards', '2', '--out', 'plan.json', '--json'],
    workspace.root,
    store,
  );
  expect(planned).toMatchObject({ code: 0, err: '' });
  const { testFiles, shards, matrix } = v.parse(planSchema, JSON.parse(planned.out));
  expect([testFiles, shards.map((shard) => shard.testFiles)]).toEqual([2, [1, 1]]);
  expect(matrix.shard).toEqual(shards.map(({ name }) => name));

  const follow = (shard: string) =>
    testmon(['run', '--plan', 'plan.json', '--shard', shard, '--nocollect'], workspace.root, store);
  const runs = [await follow('1'), await follow(matrix.shard[1] ?? '')];
  expect(runs.map(({ code }) => code)).toEqual([0, 0]);
  // Without git, a machine can't know whether the others have the same files.
  expect(runs[0]?.out).toContain('the plan was made for other files or another environment');

  const refused = await follow('3');
  expect([refused.code, refused.out]).toEqual([2, expect.stringContaining('has no shard 3')]);
  const wrong = await testmon(['plan', '--shards', 'few']);
  expect([wrong.code, wrong.err]).toEqual([
    2,
    expect.stringContaining('Use auto or a number from 1 to 256.'),
  ]);
}, 300_000);

test('report prints the last execution and every test file by the documented schema, and writes no file', async () => {
  const before = snapshot();
  const { code, out, err } = await testmon(['report', '--json']);
  expect(code, err).toBe(0);
  const report = v.parse(reportSchema, JSON.parse(out));
  expect(report.testFiles.map(({ project, path }) => [project, path])).toEqual([
    ['a', 'libs/a/src/a.test.ts'],
    ['b', 'libs/b/src/b.test.ts'],
  ]);
  expect(report.executions.length).toBeGreaterThan(0);
  expect(report.fallbacks).toMatchObject([{ project: 'b', kind: 'process-started', line: 7 }]);
  expect(report.problems).toEqual([]);
  const some = await testmon(['report', '--json', '--projects', 'a']);
  const { projects, executions } = v.parse(reportSchema, JSON.parse(some.out));
  expect(projects.map(({ project }) => project)).toEqual(['a']);
  const executed = executions.flatMap(({ runs }) => runs.map(({ project }) => project));
  expect([...new Set(executed)]).toEqual(['a']);
  expect((await testmon(['report', '--projects', 'c'])).code).toBe(2);
  const stats = v.parse(statsSchema, JSON.parse((await testmon(['stats', '--json'])).out));
  expect(stats.projects.map(({ project }) => project).sort()).toEqual(['a', 'b']);
  expect(snapshot()).toEqual(before);
}, 300_000);

test('report writes one page, which replaces a link and does not follow it', async () => {
  const file = workspace.path('.testmon/report.html');
  workspace.write({ 'kept.txt': 'kept' });
  workspace.link('.testmon/report.html', workspace.path('kept.txt'));
  const { code, out, err } = await testmon(['report']);
  expect(code, err).toBe(0);
  expect(out.trim()).toBe(`testmon: ${file}`);
  expect(workspace.read('kept.txt')).toBe('kept');
  const page = workspace.read('.testmon/report.html');
  expect(page).toMatch(/^<!doctype html>/);
  expect(page).toContain('"path":"libs/a/src/a.test.ts"');
  const named = await testmon(['report', '--out', 'pages/one.html'], workspace.path('libs/a'));
  expect(named.out.trim()).toBe(`testmon: ${workspace.path('libs/a/pages/one.html')}`);
  const wrong = await testmon(['report', '--out', 'nx.json/one.html']);
  expect(wrong.code).toBe(2);
  expect(wrong.err).toContain('could not be written');
}, 300_000);

test('run exits with the code of the tests and passes arguments after -- to the test runner', async () => {
  write(
    'libs/b/src/b.test.ts',
    `import { test } from 'vitest'; test('it', () => { throw new Error('b'); });`,
  );
  const env = { NX_TESTMON_EXEC_ID: 'handed/over' };
  const args = ['run', '--projects', 'b', '--reportFile=.testmon/report.jsonl', '--', '--reporter=tap'];
  const { code, out } = await testmon(args, workspace.root, env);
  expect(code).toBe(1);
  expect(out).toContain('TAP version 13');
  expect(readReports().at(-1)).toMatchObject({ project: 'b', execId: 'handed_over', outcome: 'failed' });
});

test('run with an invalid variable or project runs nothing', async () => {
  const wrong = await testmon(['run'], workspace.root, { NX_TESTMON_PROBES: 'perhaps' });
  expect(wrong).toMatchObject({ code: 2, out: '' });
  expect(wrong.err).toContain('NX_TESTMON_PROBES must be true or false');
  expect((await testmon(['run', '--projects', 'c'])).err).toContain('Unknown project: c.');
});

test(
  'run with verify ends in 2 if a test fails that would have been skipped',
  { timeout: patience },
  async () => {
    const text = `import { expect, test } from 'vitest'; test('it', () => expect({ ...process.env }.BREAK).toBeUndefined());`;
    write('libs/a/src/a.test.ts', text);
    expect((await testmon(['run', '--projects', 'a'])).code).toBe(0);
    const args = ['run', '--projects', 'a', '--verify', '--report-file', '.testmon/report.jsonl'];
    const { code, out } = await testmon(args, workspace.root, { BREAK: '1' });
    expect(code).toBe(2);
    expect(readReports().at(-1)?.missed).toMatchObject([{ file: 'libs/a/src/a.test.ts', failsAgain: true }]);
    expect(out).toContain('MISSED libs/a/src/a.test.ts');
    expect(out).toMatch(/^a\s+testmon\s+failed, 1 missed, 1 flaky\s+0 of 1/m);
  },
);

test('without nx.json the packages are searched, and if none has tests the message describes what counts as tests', async () => {
  using plain = createWorkspace({});
  const ask = (...args: readonly string[]) => testmon(args, plain.root);
  expect((await ask('select')).err).toContain('There is no nx.json and no package.json');
  plain.write({ 'package.json': { name: 'alone', scripts: { test: 'mocha' } } });
  const none = await ask('run');
  expect(none).toMatchObject({ code: 2, out: '' });
  expect(none.err).toContain('No project has tests that nx-testmon can find');
  expect(none.err).not.toContain('nx.json');
  expect(none.err).toContain('1 project has tests that nx-testmon does not run: alone (Mocha).');
  const doctor = await ask('doctor');
  expect(doctor.code, doctor.err).toBe(0);
  expect(doctor.out).toContain('check targets: No project has tests that nx-testmon can find.');
  expect(doctor.out).toContain('check alone has Mocha tests (script test). nx-testmon supports ');
  expect((await ask('run', '--projects', 'alnoe')).err).toContain(
    'Unknown project: alnoe. The projects are: alone.',
  );
  plain.write({ 'package.json': { name: 'alone', scripts: { test: 'node --test' } } });
  plain.write({ 'a.test.js': `require('node:test').test('it', () => {});` });
  const result = await ask('run');
  expect(result.code, result.out + result.err).toBe(0);
  expect(result.out).toContain('1 of 1 test file selected');
  expect((await ask('select')).out).toContain('0 of 1');
});

test(
  'projects with tests and without a target are named with the reason, in an Nx workspace and in one of packages',
  { timeout: patience },
  async () => {
    const files = {
      'package.json': { name: 'w', workspaces: ['libs/*'] },
      'libs/a/package.json': { name: 'a', scripts: { test: 'vitest run' } },
      'libs/a/vitest.config.mts': 'export default {};',
      'libs/a/a.test.ts': `import { test } from 'vitest'; test('it', () => {});`,
      'libs/legacy/package.json': { name: 'legacy', scripts: { test: 'mocha' } },
      'libs/web/package.json': { name: 'web' },
      'libs/web/playwright.config.ts': 'export default {};',
      'libs/plain/package.json': { name: 'plain', scripts: { build: 'tsc' } },
    };
    const line = '2 projects have tests that nx-testmon does not run: legacy (Mocha), web (Playwright).';
    for (const nx of [{}, { 'nx.json': { plugins: ['nx-testmon'], analytics: false } }]) {
      using other = createWorkspace({ ...files, ...nx }, { packages: 'all' });
      const ask = (...args: readonly string[]) => testmon(args, other.root);
      expect((await ask('select')).out).toContain(line);
      const document = v.parse(selectionSchema, JSON.parse((await ask('select', '--json')).out));
      expect(document.uncovered.map(({ project, root, kind }) => [project, root, kind])).toEqual([
        ['legacy', 'libs/legacy', 'unsupported-test-runner'],
        ['web', 'libs/web', 'unsupported-test-runner'],
      ]);
      for (const patterns of ['a', 'libs/a', '!legacy,!w*,!plain', '*,!libs/web,!legacy,!plain'])
        expect(
          JSON.parse((await ask('select', '--json', '--projects', patterns)).out),
          patterns,
        ).toMatchObject({
          projects: [{ project: 'a' }],
          uncovered: [],
        });
      const wrong = await ask('select', '--projects', 'a,!libs/wbe');
      expect(wrong).toMatchObject({ code: 2, out: '' });
      expect(wrong.err).toContain('Unknown project: !libs/wbe.');
      const alone = await ask('run', '--projects', 'web');
      expect(alone).toMatchObject({ code: 2, out: '' });
      expect(alone.err).toContain('1 project has tests that nx-testmon does not run: web (Playwright).');
      expect((await ask('doctor')).out).toMatch(/check legacy has Mocha tests \(script test\)/);
      const run = await ask('run');
      expect(run.code, run.err).toBe(0);
      expect(run.out).toContain(line);
    }
  },
);

/** The output of `explain --json`, checked by its schema. */
async function explainJson(...args: readonly string[]) {
  const { code, out, err } = await testmon(['explain', ...args, '--json']);
  expect(code, err).toBe(0);
  return v.parse(explanationSchema, JSON.parse(out));
}

/** The lines of the report file, checked by their schema. */
function readReports() {
  const lines = workspace.read('.testmon/report.jsonl').trim().split('\n');
  return lines.map((line) => v.parse(reportLineSchema, JSON.parse(line)));
}
