import { renderProblem } from '@nx-testmon/core';
import { afterEach, expect, test } from 'vitest';
import { readTask } from '../../task/read-task/read-task';
import { createTaskWorkspace, type RawOptions, type TaskWorkspace } from '../../task.testing';
import { openTaskSession } from '../../task/task-session';
import { type ExecutedCode, findExecutedCode } from './executed-code';

let workspace: TaskWorkspace;
afterEach(() => workspace[Symbol.dispose]());

const patience = 300_000;
const sizes = `import { unit } from './unit';
export const names = ['small', 'large'];
export function size(isLarge: boolean) {
  if (isLarge) return 'large' + unit;
  return 'small' + unit;
}
export function used() { return 1; }
export const unused = () => 2;
`;

const testOf = (body: string) =>
  `import { expect, test } from 'vitest';\nimport { size } from './sizes';\ntest('it', () => ${body});\n`;

function make(config = '{}', more: Readonly<Record<string, string>> = {}): void {
  workspace = createTaskWorkspace({
    'libs/a/package.json': '{ "name": "a", "type": "module" }',
    'libs/a/vitest.config.mts': `export default { test: ${config} };`,
    'libs/a/src/sizes.ts': sizes,
    'libs/a/src/unit.ts': `export const unit = ' cm';\n`,
    'libs/a/src/large.test.ts': testOf(`expect(size(true)).toBe('large cm')`),
    'libs/a/src/small.test.ts': testOf(`expect(size(false)).toBe('small cm')`),
    ...more,
  });
}

async function runAll(raw: RawOptions = {}): Promise<void> {
  const { exitCode, output } = await workspace.run(raw);
  expect(exitCode, output).toBe(0);
}

async function found(): Promise<Record<string, ExecutedCode>> {
  const session = await openTaskSession(workspace.task(), workspace.io());
  const read = await readTask(session);
  if (!read.ok) throw new Error(renderProblem(read.problem));
  const all = [...findExecutedCode(read.state, session.store)];
  session.store.close();
  return Object.fromEntries(all.map((one) => [one.testFile.path.replace('libs/a/src/', ''), one]));
}

/** Blocks of a module by test file, with their states. */
async function blocksOf(path: string): Promise<Record<string, Record<string, string> | undefined>> {
  return Object.fromEntries(
    Object.entries(await found()).map(([testFile, { modules }]) => {
      const blocks = modules.get(`libs/a/src/${path}`)?.blocks;
      return [testFile, blocks && Object.fromEntries([...blocks].sort())];
    }),
  );
}

test(
  'executed functions and branches, and whether they are the same now',
  async () => {
    make();
    expect(await found()).toMatchObject({ 'large.test.ts': { basis: 'none' } });
    await runAll();
    const before = await found();
    expect(before['large.test.ts']?.basis).toBe('executed');
    expect(before['large.test.ts']?.modules.get('libs/a/src/sizes.ts')?.isInstrumented).toBe(true);
    // The module has no function.
    expect(before['large.test.ts']?.modules.get('libs/a/src/unit.ts')?.isInstrumented).toBe(false);
    const ofLarge = { size: 'same', 'size()': 'same', 'size()/then': 'same' };
    expect(await blocksOf('sizes.ts')).toEqual({
      'large.test.ts': ofLarge,
      'small.test.ts': { size: 'same', 'size()': 'same', 'size()/rest': 'same' },
    });

    workspace.files.write({ 'libs/a/src/sizes.ts': sizes.replace(`return 'small'`, `return 'tiny'`) });
    expect(await blocksOf('sizes.ts')).toEqual({
      'large.test.ts': ofLarge,
      'small.test.ts': { size: 'same', 'size()': 'same', 'size()/rest': 'changed' },
    });
    workspace.files.write({ 'libs/a/src/sizes.ts': sizes.replace('if (isLarge)', '') });
    expect(await blocksOf('sizes.ts')).toMatchObject({
      'large.test.ts': { size: 'same', 'size()': 'changed', 'size()/then': 'gone' },
    });

    // The fact of the changed code is newer, but the earlier fact describes the current code.
    workspace.files.write({ 'libs/a/src/sizes.ts': sizes.replace('if (isLarge)', 'if (isLarge === true)') });
    await runAll();
    workspace.files.write({ 'libs/a/src/sizes.ts': sizes });
    expect(await blocksOf('sizes.ts')).toMatchObject({ 'large.test.ts': ofLarge });
  },
  patience,
);

test(
  'code that a global setup executes in its own process, and test files without executed blocks',
  async () => {
    const setup = `import { size, used } from './src/sizes';\nexport default () => { used(); size(true); };\n`;
    make(`{ globalSetup: './setup.ts' }`, { 'libs/a/setup.ts': setup });
    await runAll({ probes: false });
    const statically = await found();
    expect(statically['large.test.ts']?.basis).toBe('static');
    expect([...statically['large.test.ts']!.modules.get('libs/a/src/sizes.ts')!.blocks.keys()]).toContain(
      'used()',
    );
    await runAll({ select: false });
    expect(await found()).toMatchObject({ 'large.test.ts': { basis: 'executed' } });
    expect(Object.keys((await blocksOf('sizes.ts'))['large.test.ts']!)).toEqual(['size', 'used']);
  },
  patience,
);
