import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { copyTaskWorkspace, createTaskWorkspace, type TaskWorkspace } from '../../task.testing';

const test = (body: string, imports = ''): string =>
  `import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
${imports}
test('it', async () => { ${body} });
`;

const files: Readonly<Record<string, string>> = {
  'libs/a/package.json': '{ "name": "a", "type": "module" }',
  // Reads once, and keeps the text for all later test files.
  'libs/a/kept.ts': `import { readFileSync } from 'node:fs';
let kept: string | undefined;
export const keep = (): string => (kept ??= readFileSync('data/kept.txt', 'utf8'));
`,
  'libs/a/loaded.ts': `import { readFileSync } from 'node:fs';\nexport const loaded = readFileSync('data/loaded.txt', 'utf8');\n`,
  'libs/a/load.ts': `export const load = (name: string): Promise<{ value: string }> => import('./plugins/' + name + '.ts');\n`,
  'libs/a/plugins/one.ts': `export const value = 'one';\n`,
  'libs/a/data/kept.txt': 'kept',
  'libs/a/data/loaded.txt': 'loaded',
  'libs/a/data/own.txt': 'own',
  'libs/a/data/none.txt': 'nobody reads it',
  'libs/a/a-own.test.ts': test(`expect(readFileSync('data/' + 'own.txt', 'utf8')).toMatch(/./);`),
  'libs/a/b-plain.test.ts': test(`expect(1).toBe(1);`),
  'libs/a/c-keeps.test.ts': test(`expect(keep()).toMatch(/./);`, `import { keep } from './kept';`),
  'libs/a/d-uses.test.ts': test(`expect(keep()).toMatch(/./);`, `import { keep } from './kept';`),
  'libs/a/e-loads.test.ts': test(`expect(loaded).toMatch(/./);`, `import { loaded } from './loaded';`),
  'libs/a/f-computed.test.ts': test(
    `expect((await load('one')).value).toMatch(/./);`,
    `import { load } from './load';`,
  ),
  'libs/a/g-starts.test.ts': test(
    `expect(String(execFileSync('git', ['--version'], { cwd: '/' }))).toMatch(/git/);`,
    `import { execFileSync } from 'node:child_process';`,
  ),
  'libs/a/h-last.test.ts': test(`expect(typeof start).toBe('function');`, `import { start } from './start';`),
  'libs/a/start.ts': `import { execFileSync } from 'node:child_process';\nexport const start = (): unknown => execFileSync('git', ['--version']);\n`,
};

describe.each(['threads', 'forks'])('test files that share modules, in the pool %s', (pool) => {
  let collected: TaskWorkspace;
  let workspace: TaskWorkspace;
  beforeAll(async () => {
    collected = createTaskWorkspace({
      ...files,
      'libs/a/vitest.config.mjs': `export default { test: { isolate: false, fileParallelism: false, pool: '${pool}', sequence: { sequencer: class { shard(files) { return files; } sort(files) { return [...files].sort((a, b) => (a.moduleId < b.moduleId ? -1 : 1)); } } } } };`,
    });
    const { report, output } = await collected.run();
    expect(report.outcome, output).toBe('passed');
  }, 100_000);
  afterAll(() => collected[Symbol.dispose]());
  beforeEach(() => {
    workspace = copyTaskWorkspace(collected);
  });
  afterEach(() => workspace[Symbol.dispose]());

  async function selectedAfter(path: string, text = 'other'): Promise<string[]> {
    workspace.files.write({ [`libs/a/${path}`]: text });
    const { selected } = await workspace.select();
    return selected.map(({ testFile }) => testFile.path.replace(/^libs\/a\/|\.test\.ts$/g, '')).sort();
  }

  // The loads by computed names are unknown: any file may be loaded.
  const unknown = 'f-computed';

  it('depend on no file that none of them has read', async () => {
    expect(await selectedAfter('data/none.txt')).toEqual([unknown, 'g-starts']);
  });

  it('depend on a file alone if only they read it', async () => {
    expect(await selectedAfter('data/own.txt')).toEqual(['a-own', unknown, 'g-starts']);
  });

  it('depend on a file that shared code has read for an earlier one', async () => {
    expect(await selectedAfter('data/kept.txt')).toEqual([
      'c-keeps',
      'd-uses',
      'e-loads',
      unknown,
      'g-starts',
      'h-last',
    ]);
  });

  it('depend on reads of a module that loads, unless they ran before', async () => {
    expect(await selectedAfter('data/loaded.txt')).toEqual(['e-loads', unknown, 'g-starts', 'h-last']);
  });

  it('depend on all code that they can reach, executed or not', async () => {
    expect(
      await selectedAfter('kept.ts', `${files['libs/a/kept.ts']!.replace('data/', 'dat' + "' + 'a/")}`),
    ).toEqual(['c-keeps', 'd-uses', unknown, 'g-starts']);
  });
});
