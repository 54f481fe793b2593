import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createTaskWorkspace, type TaskWorkspace } from '../../task.testing';

let workspace: TaskWorkspace | undefined;
afterEach(() => workspace?.[Symbol.dispose]());

const withoutReads = `import { expect, test } from 'vitest'; test('t', () => { expect(1).toBe(1); });`;

function create(files: Readonly<Record<string, string>> = {}): TaskWorkspace {
  return (workspace = createTaskWorkspace({
    'libs/a/package.json': { name: 'a', type: 'module' },
    'libs/a/vitest.config.mjs': `export default { test: { retry: process.env.RETRIES ? 1 : 0 } };`,
    'libs/a/url.ts': `export const url = () => process.env.API_URL ?? 'https://example.org';`,
    'libs/a/url.test.ts': `import { expect, test } from 'vitest'; import { url } from './url';
test('t', () => { expect(url()).toMatch(/./); });`,
    'libs/a/meta.test.ts': `import { expect, test } from 'vitest';
test('t', () => { expect(import.meta.env.VITE_REGION ?? 'eu').toBe(process.env.VITE_REGION ?? 'eu'); });`,
    'libs/a/stub.test.ts': `import { afterEach, expect, test, vi } from 'vitest'; import { url } from './url';
afterEach(() => { vi.unstubAllEnvs(); });
test('t', () => { vi.stubEnv('API_URL', 'stub'); expect(url()).toBe('stub'); });`,
    'libs/a/nothing.test.ts': withoutReads,
    ...files,
  }));
}

async function reasonsOf(app: TaskWorkspace, env: Readonly<Record<string, string>>): Promise<string[]> {
  const { selected } = await app.select({}, { env });
  return selected.map(({ testFile, reason }) => `${testFile.path}: ${reason}`);
}

/** Everything that is stored, as text. */
function storedTexts(root: string): string[] {
  return readdirSync(join(root, '.testmon'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'));
}

describe('an environment variable that a test reads', () => {
  it('selects the test if it differs, with its name as the reason, and is stored without its value', async () => {
    const app = create();
    const first = { API_URL: 'https://first-secret-value.example', VITE_REGION: 'eu' };
    const collecting = await app.run({}, { env: first });
    expect(collecting.report, collecting.output).toMatchObject({ outcome: 'passed', skipped: 0 });

    expect(await reasonsOf(app, first)).toEqual([]);
    expect(await reasonsOf(app, { ...first, OTHER: 'x', NX_TASK_HASH: '1', TERM: 'vt100' })).toEqual([]);
    const second = { ...first, API_URL: 'https://second-secret-value.example' };
    expect(await reasonsOf(app, second)).toEqual([
      'libs/a/url.test.ts: environment variable API_URL changed',
    ]);
    expect(await reasonsOf(app, { ...first, VITE_REGION: 'us' })).toEqual([
      'libs/a/meta.test.ts: environment variable VITE_REGION changed',
    ]);
    expect(await reasonsOf(app, { VITE_REGION: 'eu' })).toEqual([
      'libs/a/url.test.ts: environment variable API_URL changed',
    ]);

    const explained = await app.explain('libs/a/url.test.ts', { env: second });
    expect(explained).toMatchObject([
      {
        changes: [{ block: 'variable:API_URL', kind: 'variable' }],
        dependencies: { variables: expect.arrayContaining(['API_URL']) as string[] },
      },
    ]);

    const again = await app.run({}, { env: second });
    expect(again.report.selected.map(({ file }) => file)).toEqual(['libs/a/url.test.ts']);
    // Both values have a fact now.
    for (const env of [first, second]) expect(await reasonsOf(app, env)).toEqual([]);

    const texts = [
      ...storedTexts(app.root),
      collecting.output,
      again.output,
      JSON.stringify(again.report),
      JSON.stringify(explained),
    ];
    for (const stored of texts) expect(stored).not.toContain('secret-value');
  });

  it('selects every test if the configuration reads it', async () => {
    const app = create();
    await app.run();
    const reasons = await reasonsOf(app, { RETRIES: '1' });
    expect(reasons).toHaveLength(4);
    for (const reason of reasons) expect(reason).toContain('environment variable RETRIES changed');
  });

  it('is the same for a path in another clone of the workspace', async () => {
    const app = create();
    await app.run({}, { env: { API_URL: `file://${app.root}/data` } });
    expect(await reasonsOf(app, { API_URL: 'file:///elsewhere/data' })).toHaveLength(1);
  });

  it.each(['threads', 'vmThreads'])(
    'selects every test that shares modules with the one that read it, in the pool %s',
    async (pool) => {
      const app = create({
        'libs/a/vitest.config.mjs': `export default { test: { isolate: false, fileParallelism: false, pool: '${pool}' } };`,
        'libs/a/kept.ts': `import { env } from 'node:process'; export const kept = env.KEPT ?? 'none';`,
        'libs/a/one.test.ts': `import { expect, test } from 'vitest'; import { kept } from './kept'; test('t', () => { expect(kept).toMatch(/./); });`,
        'libs/a/two.test.ts': `import { expect, test } from 'vitest'; import { kept } from './kept'; test('t', () => { expect(kept).toMatch(/./); });`,
      });
      const collecting = await app.run();
      expect(collecting.report, collecting.output).toMatchObject({ outcome: 'passed', skipped: 0 });
      expect(await reasonsOf(app, {})).toEqual([]);
      expect(await reasonsOf(app, { OTHER: 'x' })).toEqual([]);
      expect(await reasonsOf(app, { KEPT: 'x' })).toEqual(
        expect.arrayContaining([
          'libs/a/one.test.ts: environment variable KEPT changed',
          'libs/a/two.test.ts: environment variable KEPT changed',
        ]),
      );
    },
  );
});
