import { chmodSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTaskWorkspace, type TaskWorkspace } from '../../task.testing';

/** The number of the user `nobody` on most systems; it needs no entry in the list of users. */
const nobody = 65_534;

/** Scripts that change their user, and read a file of their name. */
const scripts: Readonly<Record<string, string>> = {
  before: `process.setuid(${nobody}); fs.readFileSync('data/before.txt');`,
  after: `fs.readFileSync('data/first.txt'); process.setuid(${nobody}); fs.readFileSync('data/after.txt');`,
  effective: `process.setegid(${nobody}); process.seteuid(${nobody}); fs.readFileSync('data/effective.txt');`,
  restored: `process.seteuid(${nobody}); fs.readFileSync('data/other.txt'); process.seteuid(0); fs.readFileSync('data/restored.txt');`,
  refused: `try { process.setuid('no-such-user'); } catch {} fs.readFileSync('data/refused.txt');`,
  groups: `process.setgroups([0]); fs.readFileSync('data/groups.txt');`,
};
/** Those that can write their observations to the end. */
const traced = ['refused', 'groups'];
const untraced = Object.keys(scripts).filter((name) => !traced.includes(name));

const runners: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Vitest: {
    'libs/a/package.json': '{ "name": "a" }',
    'libs/a/vitest.config.mts': `export default { test: { pool: 'forks', testTimeout: 60_000 } };`,
    ...testFiles('ts', 'vitest'),
  },
  'node --test': {
    'libs/a/package.json': '{ "name": "a", "scripts": { "test": "node --test" } }',
    ...testFiles('mjs', 'node:test'),
  },
};

function testFiles(extension: string, runner: string): Record<string, string> {
  const written = (name: string, body: string) => [
    `libs/a/${name}.test.${extension}`,
    `import { test } from '${runner}';
     import { execFileSync } from 'node:child_process';
     import fs from 'node:fs';
     test('it', () => { ${body} });`,
  ];
  return Object.fromEntries([
    ...Object.keys(scripts).map((name) =>
      written(name, `execFileSync(process.execPath, ['${name}.cjs'], { stdio: 'pipe' });`),
    ),
    written('itself', `process.setuid(${nobody}); fs.readFileSync('data/itself.txt');`),
    written('plain', `fs.readFileSync('data/plain.txt');`),
  ]) as Record<string, string>;
}

const names = [...Object.keys(scripts), 'itself', 'plain', 'first', 'other', 'unread'];

// Only root may change its user.
describe.skipIf(process.getuid?.() !== 0).each(Object.entries(runners))(
  'a process that changes its user, with %s (only as root, not on Windows)',
  (_, tests) => {
    let workspace: TaskWorkspace;

    beforeAll(async () => {
      workspace = createTaskWorkspace(
        {
          '.gitignore': 'node_modules\n.testmon\n',
          ...tests,
          ...Object.fromEntries(
            Object.entries(scripts).map(([name, code]) => [
              `libs/a/${name}.cjs`,
              `const fs = require('node:fs'); ${code}`,
            ]),
          ),
          ...Object.fromEntries(names.map((name) => [`libs/a/data/${name}.txt`, name])),
        },
        { packages: ['vitest'] },
      );
      chmodSync(workspace.root, 0o755);
      const { report, output } = await workspace.run();
      expect(report.outcome, output).toBe('passed');
      expect(report.total).toBe(Object.keys(scripts).length + 2);
    }, 400_000);
    afterAll(() => workspace[Symbol.dispose]());

    async function selectAfterEditOf(name: string): Promise<string[]> {
      const path = `libs/a/data/${name}.txt`;
      workspace.files.write({ [path]: 'edited' });
      const { selected } = await workspace.select();
      workspace.files.write({ [path]: name });
      return selected.map(({ testFile }) => testFile.path.replace(/^libs\/a\/|\.test\.\w+$/g, ''));
    }

    it.each([...untraced, 'first', 'other', 'unread'])(
      'counts for the whole project if it can not write its observations: %s',
      async (name) => {
        expect(await selectAfterEditOf(name)).toEqual(expect.arrayContaining(untraced));
      },
    );

    it.each(traced)('is traced if it can still write them: %s', async (name) => {
      const selected = await selectAfterEditOf(name);
      expect(selected.filter((one) => traced.includes(one))).toEqual([name]);
    });

    it('is selected if it runs the test file itself, and the others as usual', async () => {
      expect(await selectAfterEditOf('itself')).toContain('itself');
      expect(await selectAfterEditOf('plain')).toContain('plain');
      expect(await selectAfterEditOf('unread')).not.toContain('plain');
    });
  },
);
