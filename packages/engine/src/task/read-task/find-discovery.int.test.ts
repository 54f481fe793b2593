import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import BetterSqlite3 from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTaskWorkspace, type TaskWorkspace } from '../../task.testing';

let workspace: TaskWorkspace;

beforeEach(() => {
  workspace = createTaskWorkspace(
    {
      'libs/a/vitest.config.mts': `export default { test: { include: ['*.test.ts'] } };`,
      'libs/a/one.test.ts': `import { test } from 'vitest'; test('it', () => undefined);`,
    },
    { projects: { 'group:a': 'libs/a' } },
  );
});
afterEach(() => workspace[Symbol.dispose]());

/** Renames the suites of all stored discoveries as versions did that did not escape colons. */
function nameSuitesAsFormerly(): number {
  using database = openDatabase();
  const rows = database.prepare('SELECT key, json FROM discovery').all() as { key: string; json: string }[];
  for (const { key, json } of rows) {
    const former = json.slice(json.indexOf(' ') + 1).replaceAll('group%3Aa:', 'group:a:');
    expect(former).toContain('"id":"group:a:libs/a/vitest.config.mts"');
    const text = `${crc32(former)} ${former}`;
    database.prepare('UPDATE discovery SET json = ? WHERE key = ?').run(text, key);
  }
  return rows.length;
}

function openDatabase(): BetterSqlite3.Database & Disposable {
  const database = new BetterSqlite3(join(workspace.root, '.testmon/testmondata.db'));
  return Object.assign(database, { [Symbol.dispose]: () => void database.close() });
}

test.each<[string, (inWorkspace: TaskWorkspace) => Readonly<Record<string, string>>]>([
  ['a variable that the configuration read', () => ({ SLOW_TESTS: '1' })],
  [
    'a file that the configuration read',
    ({ files }) => {
      files.write({ 'libs/a/include.txt': '*.test.ts' });
      return {};
    },
  ],
])('a stored discovery is not used after a change of %s', async (_what, change) => {
  workspace.files.write({
    'libs/a/vitest.config.mts': `import { readFileSync } from 'node:fs';
      const include = [readFileSync(new URL('include.txt', import.meta.url), 'utf8').trim()];
      export default { test: { include: process.env['SLOW_TESTS'] ? [...include, 'two.test.ts'] : include } };`,
    'libs/a/include.txt': 'one.test.ts',
    'libs/a/two.test.ts': `import { test } from 'vitest'; test('it', () => undefined);`,
  });
  expect((await workspace.run()).report).toMatchObject({ outcome: 'passed', total: 1 });
  expect((await workspace.select()).selected).toEqual([]);
  const { selected } = await workspace.select({}, { env: change(workspace) });
  expect(selected.map(({ testFile }) => testFile.path)).toContain('libs/a/two.test.ts');
});

test('a stored discovery with other names of its suites is not used', async () => {
  expect((await workspace.run()).report).toMatchObject({ outcome: 'passed', total: 1 });
  expect(nameSuitesAsFormerly()).toBe(1);
  expect((await workspace.run()).report).toMatchObject({ outcome: 'passed', selected: [], skipped: 1 });
});
