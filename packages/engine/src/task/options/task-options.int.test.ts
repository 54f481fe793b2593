import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseTaskOptions } from './parse-task-options';
import { readStats } from '../../store/read-stats';
import type { TaskIo } from '../task-io';
import { systemEnvironment } from '@nx-testmon/testing';
import { createTaskWorkspace, type RawOptions, type TaskWorkspace } from '../../task.testing';
import { storePaths } from '../../store/task-store';

const everything = ['a', 'b', 'c'];
let workspace: TaskWorkspace;
let root: string;

beforeAll(async () => {
  workspace = createTaskWorkspace({}, { projects: { p: 'libs/p' } });
  ({ root } = workspace);
  writeLockfile('1.1.1');
  write('libs/p/vitest.config.mts', `export default { test: { include: ['*.test.ts'] } };`);
  for (const name of everything) {
    write(`libs/p/${name}.ts`, `export function ${name}() { return '${name}'; }\n`);
    write(
      `libs/p/${name}.test.ts`,
      `import { expect, test } from 'vitest';
import { ${name} } from './${name}';
test('${name} is itself', () => { expect(${name}()).toBe('${name}'); });
`,
    );
  }
  write('libs/p/c.ts', `import colors from 'picocolors';\nexport const c = () => typeof colors && 'c';\n`);
  expect((await run()).exitCode).toBe(0);
});
afterAll(() => workspace[Symbol.dispose]());

const write = (path: string, text: string) => workspace.files.write({ [path]: text });

function writeLockfile(picocolors: string): void {
  const packages = {
    '': {},
    'node_modules/vitest': { version: '5.1.1', integrity: 'V', dependencies: { picocolors: '*' } },
    'node_modules/picocolors': { version: picocolors, integrity: picocolors },
  };
  write('package-lock.json', JSON.stringify({ lockfileVersion: 3, packages }));
}

const run = (raw: RawOptions = {}, more: Partial<TaskIo> = {}) => workspace.run(raw, more);

/** Names of the test files that would run. */
async function selected(raw: RawOptions = {}, more: Partial<TaskIo> = {}): Promise<string[]> {
  const selection = await workspace.select(raw, more);
  return selection.selected.map(({ testFile }) => testFile.path.replace(/^libs\/p\/(\w+)\.test\.ts$/, '$1'));
}

const store = () => readFileSync(join(root, '.testmon/testmondata.db'));

test('an unread variable with the prefix of nx-testmon is reported, with the variables that are read', async () => {
  const env = {
    NX_TESTMON_FOO: '1',
    NX_TESTMON_BAR: '1',
    NX_TESTMON_READS: 'of the process that started this one',
  };
  const { notes } = await workspace.select({}, { env });
  expect(notes).toEqual([
    expect.stringMatching(
      /^NX_TESTMON_BAR, NX_TESTMON_FOO are ignored: nx-testmon reads only .*NX_TESTMON_NOCOLLECT/,
    ),
  ]);
  const { exitCode, output } = await run({ nocollect: true }, { env: { NX_TESTMON_FOO: '1' } });
  expect(exitCode).toBe(0);
  expect(output).toContain('testmon: NX_TESTMON_FOO is ignored: ');
  expect((await workspace.select()).notes).toEqual([]);
});

describe('a run that is filtered', () => {
  test.each([
    ['a test name', { t: 'itself' }, 'noselect (filtered by test name)'],
    ['a file', { _: ['a.test.ts'] }, 'noselect (filtered by file)'],
    ["the runner's own selection", { changed: true }, 'noselect (the test runner selects tests itself)'],
    ['the user', { noselect: true }, ', noselect,'],
  ])('by %s skips nothing, and the header contains the reason', async (_name, raw, reason) => {
    expect(await selected(raw)).toEqual(everything);
    const { lines } = await run({ ...raw, nocollect: true });
    expect(`${lines[0]},`).toContain(reason);
    expect(lines.join('\n')).not.toContain('nothing is skipped:');
  });

  test.each([{ version: true }, { help: true }])(
    'by %o leaves everything to the test runner',
    async (raw) => {
      const before = store();
      const { exitCode, lines, report } = await run(raw);
      expect({ exitCode, lines, total: report.total }).toEqual({ exitCode: 0, lines: [], total: 0 });
      expect(store()).toEqual(before);
    },
  );

  test('by a shard selects within the shard, which is taken from all test files', async () => {
    expect(await selected({ shard: '1/2' })).toEqual([]);
  });

  test('runs the intersection of both with forceselect', async () => {
    for (const raw of [{ t: 'itself' }, { _: ['a.test.ts'] }, { changed: true }])
      expect(await selected({ ...raw, forceselect: true })).toEqual([]);
    const original = readFileSync(join(root, 'libs/p/a.ts'), 'utf8');
    write('libs/p/a.ts', original.replace(`'a'`, `'A'.toLowerCase()`));
    try {
      const { lines, exitCode, report } = await run({
        _: ['a.test.ts', 'b.test.ts'],
        forceselect: true,
        nocollect: true,
      });
      expect(lines[0]).toContain('1 of 3 test files selected');
      expect(lines[0]).toContain('forceselect, nocollect');
      expect(lines.at(-1)).toContain('ran 1 of 3 test files');
      expect({ exitCode, select: report.select }).toEqual({ exitCode: 0, select: true });
    } finally {
      write('libs/p/a.ts', original);
    }
  });
});

describe('nothing is collected, whatever the options say,', () => {
  test.each([
    ['in watch mode', { watch: true }, {}, 'nocollect (watch mode)'],
    ['when snapshots are updated', { u: true }, {}, 'nocollect (snapshots are updated)'],
    ['beside a debugger', {}, { isDebugged: true }, 'nocollect (a debugger is attached)'],
    [
      "beside a debugger in Node's options",
      { _: ['--passWithNoTests'] },
      { env: { ...systemEnvironment, NODE_OPTIONS: '--inspect=0' } },
      'nocollect (a debugger is attached)',
    ],
  ])('%s', async (_, raw, more, reason) => {
    const before = store();
    write('libs/p/new.test.ts', `import { test } from 'vitest'; test('new', () => undefined);`);
    try {
      const { lines, report, exitCode } = await run(raw, more);
      expect(exitCode).toBe(0);
      expect(lines[0]).toContain(reason);
      expect(lines.at(-1)).toContain('nothing stored (nocollect)');
      expect(report.collect).toBe(false);
      expect(store().equals(before)).toBe(true);
    } finally {
      rmSync(join(root, 'libs/p/new.test.ts'));
    }
  });
});

test('if disabled, the test runner runs directly, and nothing is read or written', async () => {
  const before = store();
  write('.testmon/testmondata.db', 'no database');
  const unread = readFileSync(join(root, '.testmon/testmondata.db'));
  try {
    const { lines, exitCode, report } = await run({ enabled: false, reportFile: 'report.jsonl' });
    expect(lines).toEqual(['testmon: disabled (enabled: false): running Vitest directly']);
    expect({ exitCode, outcome: report.outcome }).toEqual({ exitCode: 0, outcome: 'passed' });
    expect(store().equals(unread)).toBe(true);
    expect(existsSync(join(root, 'report.jsonl'))).toBe(false);
    const none = await run({ testmon: false, t: 'no such test', _: ['no-such-file'] });
    expect({ exitCode: none.exitCode, outcome: none.report.outcome }).toEqual({
      exitCode: 1,
      outcome: 'failed',
    });
  } finally {
    writeFileSync(join(root, '.testmon/testmondata.db'), before);
  }
});

test('each collecting run reports what it saved, and the stats sum it up', async () => {
  const paths = storePaths(root, {});
  const before = await readStats(paths, Date.now());
  const collecting = await run();
  expect(collecting.lines.at(-1)).toMatch(/ran 0 of 3 test files in \S+, about \S+ saved/);
  await run({ nocollect: true });
  const after = await readStats(paths, Date.now(), ['p']);
  expect({ runs: after.runs - before.runs, skipped: after.total - after.selected }).toEqual({
    runs: 1,
    skipped: before.total - before.selected + 3,
  });
  expect(after.savedMs).toBeGreaterThan(before.savedMs);
  expect(after.projects).toEqual([expect.objectContaining({ project: 'p', target: 'testmon' })]);
  expect(await readStats(paths, Date.now(), ['q'])).toMatchObject({ runs: 0, projects: [], days: [] });
});

describe('declared files', () => {
  const declared = { dependsOnFiles: ['{projectRoot}/data/**/*.sql', 'shared/*.json'] };
  beforeAll(async () => {
    write('.gitignore', 'ignored\n');
    write('libs/p/data/ignored/one.sql', 'select 1');
    write('shared/prices.json', '{}');
    expect(await selected(declared)).toEqual(everything);
    expect((await run(declared)).exitCode).toBe(0);
    expect(await selected(declared)).toEqual([]);
  });

  test.each([
    ['edited', 'shared/prices.json', '{ "a": 1 }'],
    ['that came', 'libs/p/data/two.sql', 'select 2'],
    ['that git ignores', 'libs/p/data/ignored/one.sql', 'select 3'],
  ])('one %s selects all tests of the project', async (_, path, text) => {
    const file = join(root, path);
    const before = existsSync(file) ? readFileSync(file) : undefined;
    write(path, text);
    expect(await selected(declared)).toEqual(everything);
    if (before) writeFileSync(file, before);
    else rmSync(file);
    expect(await selected(declared)).toEqual([]);
  });

  test('a deleted one selects all tests of the project', async () => {
    const file = join(root, 'libs/p/data/ignored/one.sql');
    const before = readFileSync(file);
    rmSync(file);
    expect(await selected(declared)).toEqual(everything);
    writeFileSync(file, before);
    expect(await selected(declared)).toEqual([]);
  });

  test('a glob without a match is reported, and one that leads out of the workspace is refused', async () => {
    const selection = await workspace.select({ dependsOnFiles: 'no/such/*.sql' });
    expect(selection.notes).toContain(
      'dependsOnFiles: no file matches no/such/*.sql. Fix the glob. A glob for a folder ends with `/**`.',
    );
    expect(parseTaskOptions({ dependsOnFiles: '../other/**' }, {})).toMatchObject({
      ok: false,
      problems: [{ kind: 'glob-outside-workspace', glob: '../other/**' }],
    });
  });
});

describe('an ignored package', () => {
  const ignoring = { ignoreDependencies: ['pico*'] };

  test('counts for no test, nor in a package that depends on it, and its facts are not used without the option', async () => {
    expect(await selected(ignoring)).toEqual(everything);
    await run(ignoring);
    expect(await selected(ignoring)).toEqual([]);
    writeLockfile('1.2.0');
    expect(await selected(ignoring)).toEqual([]);
    expect(await selected()).toEqual(everything);
    writeLockfile('1.1.1');
    expect(await selected()).toEqual([]);
  });

  test('does not affect other packages', async () => {
    const lockfile = readFileSync(join(root, 'package-lock.json'), 'utf8');
    write('package-lock.json', lockfile.replace('"V"', '"W"'));
    expect(await selected(ignoring)).toEqual(everything);
    write('package-lock.json', lockfile);
  });
});
