import { copyFileSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { findRunnerInstallation } from '@nx-testmon/testing/runner-installations';
import { afterEach, describe, expect, it } from 'vitest';
import { createTaskWorkspace, type TaskWorkspace } from '../../task.testing';

let workspace: TaskWorkspace | undefined;
afterEach(() => workspace?.[Symbol.dispose]());

const addon = join(
  dirname(createRequire(__filename).resolve('better-sqlite3/package.json')),
  `prebuilds/${process.platform}-${process.arch}.node`,
);
const loadsLib = `test('it', () => { expect(require('./lib.js')).toBe(1); });\n`;

/**
 * A workspace with a resolver that loads native code for every request, as Nx's resolver does for aliases.
 */
async function make(resolver: string): Promise<TaskWorkspace> {
  workspace = createTaskWorkspace(
    {
      '.gitignore': 'node_modules\n.testmon\n',
      'libs/a/package.json': '{ "name": "a" }',
      // Each test file has its own process.
      'libs/a/jest.config.js': `module.exports = { resolver: '${resolver}/resolver.js', maxWorkers: 2, workerIdleMemoryLimit: '1GB' };`,
      [`libs/a/node_modules/${resolver}/package.json`]: `{ "name": "${resolver}", "version": "1.0.0" }`,
      [`libs/a/node_modules/${resolver}/resolver.js`]: `require('nx');\nmodule.exports = (path, options) => options.defaultResolver(path, options);\n`,
      'libs/a/node_modules/nx/package.json': '{ "name": "nx", "version": "1.0.0" }',
      'libs/a/node_modules/nx/index.js': `module.exports = require('./nx.linux-x64-gnu.node');\n`,
      'libs/a/lib.js': 'module.exports = 1;\n',
      'libs/a/data.txt': '1',
      'libs/a/plain.test.js': loadsLib,
      'libs/a/native.test.js': `require('nx');\n${loadsLib}`,
    },
    { packages: [] },
  );
  workspace.files.link('node_modules', join(await findRunnerInstallation('jest 30'), 'node_modules'));
  const folder = join(workspace.root, 'libs/a/node_modules/nx');
  mkdirSync(folder, { recursive: true });
  copyFileSync(addon, join(folder, 'nx.linux-x64-gnu.node'));
  const { exitCode, output } = await workspace.run();
  expect(exitCode, output).toBe(0);
  return workspace;
}

async function selectedByData(made: TaskWorkspace): Promise<string[]> {
  made.files.write({ 'libs/a/data.txt': '2' });
  const { selected } = await made.select();
  return selected.map(({ testFile }) => testFile.path.replace('libs/a/', '')).sort();
}

describe('native code that a resolver of Jest loads', () => {
  it("causes no fallback if it is Nx's own, unless the test loads it", async () => {
    expect(await selectedByData(await make('@nx/jest'))).toEqual(['native.test.js']);
  });

  it('may otherwise read any data file of the project', async () => {
    expect(await selectedByData(await make('@other/jest'))).toEqual(['native.test.js', 'plain.test.js']);
  });
});

describe('native code that a configuration of Vitest loads', () => {
  it.each([
    ["is no reason for a fallback where it is Nx's", `import { workspaceRoot } from '@nx/devkit';`, []],
    [
      'may read any data file of the project where other code loads it, whatever its name',
      `import { createRequire } from 'node:module';
const workspaceRoot = createRequire(import.meta.url)('./nx.test-addon.node') ? '.' : '';`,
      ['plain.test.ts'],
    ],
  ])('%s', async (_, imports, selected) => {
    workspace = createTaskWorkspace({
      '.gitignore': 'node_modules\n.testmon\n',
      'libs/a/package.json': '{ "name": "a" }',
      'libs/a/vitest.config.mts': `${imports}
export default { test: { globals: true, include: ['*.test.ts'], exclude: [workspaceRoot + '/none'] } };`,
      'libs/a/data.txt': '1',
      'libs/a/plain.test.ts': `test('it', () => { expect(1).toBe(1); });\n`,
    });
    copyFileSync(addon, join(workspace.root, 'libs/a/nx.test-addon.node'));
    const { exitCode, output } = await workspace.run();
    expect(exitCode, output).toBe(0);
    expect(await selectedByData(workspace)).toEqual(selected);
  });
});
