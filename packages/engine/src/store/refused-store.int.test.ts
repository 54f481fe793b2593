import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { createWorkspace, repository, type TestWorkspace } from '@nx-testmon/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { collectStoreGarbage, exportStore, mergeIntoStore } from './maintain-store';
import { readStats } from './read-stats';
import { createTaskWorkspace, type TaskWorkspace } from '../task.testing';
import { storePaths } from './task-store';

const files = {
  'nx.json': '{}',
  'libs/a/package.json': '{ "name": "a", "version": "1.0.0", "scripts": { "test": "node --test" } }',
  'libs/a/lib.js': 'exports.one = () => 1;\n',
  'libs/a/one.test.js': `const { test } = require('node:test'); const assert = require('node:assert');
test('one', () => assert.equal(require('./lib').one(), 1));`,
};
/** Links them individually, so that tests can write beside them. */
const packages = readdirSync(join(repository, 'node_modules')).filter((name) => !name.startsWith('.'));
let workspace: TaskWorkspace;
let other: TestWorkspace;
let root: string;
let outside: string;
let output: string[];

beforeEach(() => {
  workspace = createTaskWorkspace(files, { packages });
  other = createWorkspace({});
  root = workspace.root;
  outside = other.root;
  output = [];
});
afterEach(() => {
  for (const one of [workspace, other]) one[Symbol.dispose]();
});

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** Test files that a task selects. */
async function run(
  options: Readonly<Record<string, unknown>> = {},
  env: Readonly<Record<string, string>> = {},
): Promise<readonly string[]> {
  const { report, exitCode } = await workspace.run(options, { env, write: (line) => output.push(line) });
  expect(exitCode, output.join('\n')).toBe(0);
  return report.selected.map(({ file }) => file);
}

const inStore = (name: string) => join(root, '.testmon', name);
const all = ['libs/a/one.test.js'];

/** A user's folder with old files whose names look like those of nx-testmon. */
function fillOutside(): () => unknown {
  const old = [
    'testmon.exec.0123456789abcdef.json',
    'note.json',
    'aa/0123456789.json',
    'testmondata.db',
    'trimmed',
  ];
  for (const name of old) {
    write(join(outside, name), `text of ${name}`);
    utimesSync(join(outside, name), 1, 1);
  }
  const describe = () =>
    (readdirSync(outside, { recursive: true }) as string[]).sort().map((name) => {
      const { mtimeMs, size, ino } = statSync(join(outside, name));
      return [name, mtimeMs, size, ino];
    });
  return describe;
}

// Links need a privilege on Windows, and Windows has no FIFOs.
describe.skipIf(process.platform === 'win32')('a store with a link in it (not on Windows)', () => {
  it.each([
    '',
    'records',
    'pending',
    'refused',
    'records/a',
    'runs.jsonl',
    'results.jsonl',
    'testmondata.db',
    'testmondata.db-journal',
  ])(
    'is neither read nor written, and the target of .testmon/%s stays unchanged',
    async (name) => {
      const outsideNow = fillOutside();
      const before = outsideNow();
      const isFile = /\.(jsonl|db)|-journal$/.test(name);
      const target = isFile ? join(outside, 'note.json') : outside;
      mkdirSync(dirname(inStore(name)), { recursive: true });
      symlinkSync(target, name === '' ? join(root, '.testmon') : inStore(name));
      for (const options of [{}, { collect: false }]) {
        expect(await run(options)).toEqual(all);
        expect(output.join('\n')).toMatch(/The store is not used \(.*: a symbolic link\)/);
        expect(output.join('\n')).toContain('Delete it');
      }
      expect(output.join('\n')).toContain('nocollect (the store is not used)');
      expect(outsideNow()).toEqual(before);

      rmSync(name === '' ? join(root, '.testmon') : inStore(name));
      expect(await run()).toEqual(all);
      expect(await run()).toEqual([]);
    },
    60_000,
  );

  it('is left alone by each maintenance command', async () => {
    const outsideNow = fillOutside();
    const before = outsideNow();
    symlinkSync(outside, join(root, '.testmon'));
    const paths = storePaths(root, {});
    const now = Date.now();
    const refusal = { ok: false, problems: [{ kind: 'store-refused' }] };
    expect(await mergeIntoStore({ paths, sources: [outside], cwd: root, now })).toMatchObject(refusal);
    expect(
      await exportStore({ paths, folder: 'out', projects: undefined, cwd: root, execId: 'e', now }),
    ).toMatchObject(refusal);
    expect(await collectStoreGarbage({ workspaceRoot: root, paths, goneDays: 0, now })).toMatchObject(
      refusal,
    );
    expect((await readStats(paths, now)).notes).toEqual([expect.stringContaining('a symbolic link')]);
    expect(outsideNow()).toEqual(before);
  });

  it('in the records of another project moves nothing out of its target', async () => {
    const outsideNow = fillOutside();
    const before = outsideNow();
    for (const name of ['records/other', 'pending/other']) {
      mkdirSync(dirname(inStore(name)), { recursive: true });
      symlinkSync(outside, inStore(name));
    }
    expect(await run()).toEqual(all);
    expect(await run()).toEqual([]);
    expect(outsideNow()).toEqual(before);
  }, 60_000);

  it('whose cache is a link stores no code there', async () => {
    const outsideNow = fillOutside();
    const before = outsideNow();
    mkdirSync(join(root, 'node_modules/.cache'));
    symlinkSync(outside, join(root, 'node_modules/.cache/nx-testmon'));
    expect(await run()).toEqual(all);
    expect(outsideNow()).toEqual(before);
    expect(await run()).toEqual([]);
  }, 60_000);
});

describe.skipIf(process.platform === 'win32')('a FIFO without a writer (not on Windows)', () => {
  it.each([
    'testmondata.db',
    'testmondata.db-journal',
    'testmondata.db-wal',
    'runs.jsonl',
    'results.jsonl',
    'records',
    'pending',
  ])(
    'as .testmon/%s blocks no run',
    async (name) => {
      mkdirSync(join(root, '.testmon'));
      execFileSync('mkfifo', [inStore(name)]);
      for (const options of [{}, { collect: false }]) expect(await run(options)).toEqual(all);
      expect(output.join('\n')).toMatch(/a FIFO/);
    },
    30_000,
  );

  it('among the records is refused once', async () => {
    mkdirSync(inStore('records/a'), { recursive: true });
    execFileSync('mkfifo', [inStore('records/a/testmon.exec.0123456789abcdef.json')]);
    expect(await run()).toEqual(all);
    expect(output.join('\n')).toMatch(/The record .* is invalid: a FIFO, not a regular file/);
    output = [];
    expect(await run()).toEqual([]);
    expect(output.join('\n')).not.toMatch(/refused/);
  }, 30_000);
});

it('a huge list of runs is read from its end, and disappears with the next merge', async () => {
  mkdirSync(join(root, '.testmon'));
  const ended = {
    execId: 'e',
    project: 'a',
    target: 't',
    environment: 'default',
    outcome: 'passed',
    endedAt: 1,
  };
  const line = `\n${JSON.stringify({ ...ended, durationMs: 1, selected: 0, total: 9, savedMs: 60_000 })}\n`;
  writeFileSync(inStore('runs.jsonl'), '');
  truncateSync(inStore('runs.jsonl'), 3 * 1024 ** 3);
  writeFileSync(inStore('runs.jsonl'), line, { flag: 'a' });
  expect(await run({ collect: false })).toEqual(all);
  expect(output.join('\n')).toContain('1m 0s in all runs');
  expect(await run()).toEqual(all);
  expect(existsSync(inStore('runs.jsonl'))).toBe(false);
  expect(readdirSync(join(root, '.testmon')).filter((name) => name.endsWith('.jsonl'))).toEqual([]);
}, 60_000);

it.skipIf(process.platform === 'win32')(
  'a database that the user moved out of the workspace may be reached by links (not on Windows)',
  async () => {
    const env = { NX_TESTMON_DATAFILE: join(outside, 'link/chosen.db') };
    mkdirSync(join(outside, 'real'));
    symlinkSync(join(outside, 'real'), join(outside, 'link'));
    expect(await run({}, env)).toEqual(all);
    expect(await run({}, env)).toEqual([]);
    expect(readdirSync(join(outside, 'real'))).toEqual(['chosen.db']);
    renameSync(join(outside, 'real/chosen.db'), join(outside, 'moved.db'));
    symlinkSync(join(outside, 'moved.db'), join(outside, 'real/chosen.db'));
    expect(await run({}, env)).toEqual([]);
    // Otherwise the facts would be merged from the records.
    rmSync(inStore('records'), { recursive: true });
    expect(await run({}, { NX_TESTMON_DATAFILE: 'data/own.db' })).toEqual(all);
    expect(existsSync(join(root, 'data/own.db'))).toBe(true);
  },
  60_000,
);

it.skipIf(process.platform === 'win32')(
  'a database that the user moved within the workspace is not reached by a link (not on Windows)',
  async () => {
    writeFileSync(join(outside, 'note.txt'), 'text of the user');
    symlinkSync(join(outside, 'note.txt'), join(root, 'own.db'));
    expect(await run({}, { NX_TESTMON_DATAFILE: 'own.db' })).toEqual(all);
    expect(readFileSync(join(outside, 'note.txt'), 'utf8')).toBe('text of the user');
    expect(readdirSync(outside)).toEqual(['note.txt']);
  },
  30_000,
);

it('the store contains no code that is executed', async () => {
  expect(await run()).toEqual(all);
  const texts = readdirSync(join(root, '.testmon'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'));
  expect(texts.length).toBeGreaterThan(1);
  for (const text of texts) expect(text).not.toContain('__nxTestmonProbe');
  expect(readdirSync(join(root, 'node_modules/.cache/nx-testmon'))).toContain('probes');
}, 30_000);

// Windows does not allow such names.
it.skipIf(process.platform === 'win32')(
  'a test file of any name is recorded, skipped and printed safely (not on Windows)',
  async () => {
    const odd = 'libs/a/odd\n::error::\u001b[2J`|.test.js';
    write(join(root, odd), files['libs/a/one.test.js']);
    const found = [...all, odd].sort();
    const env = { GITHUB_STEP_SUMMARY: join(outside, 'summary.md') };
    expect([...(await run({ reportFile: 'report.jsonl' }, env))].sort()).toEqual(found);
    expect(await run({}, env)).toEqual([]);
    rmSync(inStore('testmondata.db'));
    expect(await run({}, env), 'from its record').toEqual([]);
    write(join(root, 'libs/a/lib.js'), 'exports.one = () => 2 - 1;\n');
    expect([...(await run({}, env))].sort()).toEqual(found);
    const printed = output.join('\n');
    expect(printed).toContain('libs/a/odd\\n::error::\\u001b[2J`|.test.js');
    const written = ['report.jsonl', env.GITHUB_STEP_SUMMARY].map((file) =>
      readFileSync(resolve(root, file), 'utf8'),
    );
    for (const text of [printed, ...written]) expect(text).not.toMatch(/^::|[^\P{Cc}\n]/mu);
  },
  60_000,
);
