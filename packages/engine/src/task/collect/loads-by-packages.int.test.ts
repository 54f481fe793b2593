import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { findRunnerInstallation } from '@nx-testmon/testing/runner-installations';
import { afterEach, expect, it } from 'vitest';
import { createTaskWorkspace, type TaskWorkspace } from '../../task.testing';

let workspace: TaskWorkspace | undefined;
afterEach(() => workspace?.[Symbol.dispose]());

/** Two constants that are separate blocks, a test file that uses one of them by name, and a package. */
const layouts = [
  {
    installation: 'node:test',
    manifest: { type: 'module', scripts: { test: 'node --test' } },
    values: `export const one = 'one';\nexport const two = 'two';\n`,
    testFile: (body: string) => `import assert from 'node:assert';
import { test } from 'node:test';
import fromPath from 'from-path';
import { two } from './values.js';
const path = import.meta.dirname + '/values.js';
test('it', async () => { assert.equal(two, 'two'); ${body} });
`,
    load: 'import',
  },
  {
    installation: 'jest 30',
    manifest: { jest: {} },
    // The output of TypeScript.
    values: `"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.two = exports.one = void 0;
exports.one = 'one';
exports.two = 'two';
`,
    testFile: (body: string) => `"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
const fromPath = require('from-path');
const values_1 = require('./values.js');
const path = __dirname + '/values.js';
test('it', async () => { expect(values_1.two).toBe('two'); ${body} });
`,
    load: 'require',
  },
] as const;

it.each(layouts)(
  'a module that a package loads by its path counts by its content, even if an import names it ($installation)',
  async ({ installation, manifest, values, testFile, load }) => {
    const installed = 'libs/a/node_modules/from-path';
    workspace = createTaskWorkspace(
      {
        '.gitignore': 'node_modules\n.testmon\n',
        'libs/a/package.json': JSON.stringify({ name: 'a', ...manifest }),
        'libs/a/values.js': values,
        'libs/a/by-name.test.js': testFile(''),
        'libs/a/by-path.test.js': testFile(
          `if ((await fromPath.load(path)).one !== 'one') throw new Error('another value');`,
        ),
        [`${installed}/package.json`]: '{ "name": "from-path", "version": "1.0.0" }',
        [`${installed}/index.js`]: `exports.load = (path) => ${load}(path);\n`,
      },
      { packages: [] },
    );
    const folder = await findRunnerInstallation(installation);
    for (const name of readdirSync(join(folder, 'node_modules')))
      workspace.files.link(`node_modules/${name}`, join(folder, 'node_modules', name));
    const { exitCode, output } = await workspace.run();
    expect(exitCode, output).toBe(0);
    expect((await workspace.select()).selected).toEqual([]);
    workspace.files.write({ 'libs/a/values.js': values.replace(`'one'`, `'1'`) });
    const { selected } = await workspace.select();
    expect(selected.map(({ testFile: { path } }) => path)).toEqual(['libs/a/by-path.test.js']);
  },
  120_000,
);
