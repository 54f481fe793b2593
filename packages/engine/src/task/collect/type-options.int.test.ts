import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemEnvironment } from '@nx-testmon/testing';
import { createTaskWorkspace, type TaskWorkspace } from '../../task.testing';

const files: Readonly<Record<string, string>> = {
  '.gitignore': 'node_modules\n.testmon\n',
  'tsconfig.base.json': `{ "compilerOptions": { "strict": true, "module": "esnext", "moduleResolution": "bundler", "target": "es2022", "noEmit": true, "skipLibCheck": true } }`,
  'libs/a/package.json': '{ "name": "a", "type": "module" }',
  'libs/a/tsconfig.json': `{ "extends": "../../tsconfig.base.json", "compilerOptions": { "types": [] }, "include": ["src"] }`,
  'libs/a/vitest.config.mts': `export default { test: { include: ['src/*.test.ts'], typecheck: { enabled: true, include: ['src/*.test-d.ts'] } } };`,
  'libs/a/src/globals.d.ts': 'declare const one: 1;\n',
  'libs/a/src/list.ts': 'export const list: number[] = [1];\n',
  'libs/a/src/list.test.ts': `import { expect, test } from 'vitest';\nimport { list } from './list';\ntest('it', () => { expect(list[0]).toBe(1); });\n`,
  'libs/a/src/list.test-d.ts': `import { expectTypeOf, test } from 'vitest';\nimport { list } from './list';\ntest('index', () => { expectTypeOf(list[0]).toEqualTypeOf<number>(); expectTypeOf(one).toEqualTypeOf<1>(); });\n`,
};

const env = { ...systemEnvironment, CI: 'true', NO_COLOR: '1' };
let workspace: TaskWorkspace;

async function selectedAfter(path: string, text: string): Promise<string[]> {
  const selected = await workspace.selectedAfter(path, text, { env });
  return selected.map((file) => file.replace('libs/a/src/', '')).sort();
}

beforeAll(async () => {
  workspace = createTaskWorkspace(files);
  const { report, output } = await workspace.run({}, { env });
  expect(report.outcome, output).toBe('passed');
  expect(report.total).toBe(2);
}, 200_000);
afterAll(() => workspace[Symbol.dispose]());

describe('a type test', () => {
  it('is skipped without changes', async () => {
    expect((await workspace.select({}, { env })).selected).toEqual([]);
  });

  it.each<[string, string, string]>([
    [
      'an option that only types see',
      'libs/a/tsconfig.json',
      files['libs/a/tsconfig.json']!.replace('[]', '[], "noUncheckedIndexedAccess": true'),
    ],
    [
      'an option of a tsconfig that the project extends',
      'tsconfig.base.json',
      files['tsconfig.base.json']!.replace('"noEmit"', '"noUncheckedIndexedAccess": true, "noEmit"'),
    ],
    ['an ambient file', 'libs/a/src/globals.d.ts', 'declare const one: 2;\n'],
    ['an ambient file that is added', 'libs/a/src/more.d.ts', 'declare const two: 2;\n'],
  ])('is selected by %s', async (_, path, text) => {
    expect(await selectedAfter(path, text)).toContain('list.test-d.ts');
  });

  it('is skipped if a comment of a tsconfig changes', async () => {
    const text = `// A comment.\n${files['tsconfig.base.json']}`;
    expect(await selectedAfter('tsconfig.base.json', text)).toEqual([]);
  });
});
