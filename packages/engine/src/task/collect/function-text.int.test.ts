import { join } from 'node:path';
import {
  findRunnerInstallation,
  type RunnerInstallationName,
} from '@nx-testmon/testing/runner-installations';
import { describe, expect, it } from 'vitest';
import { createTaskWorkspace } from '../../task.testing';

interface RunnerSyntax {
  readonly project: Readonly<Record<string, string>>;
  readonly module: string;
  readonly testFile: (body: string) => string;
}

const greet = `{\n  greet(name) {\n    return 'Hello ' + name;\n  },\n}`;
const vitest: RunnerSyntax = {
  project: {
    'libs/a/package.json': '{ "name": "a", "type": "module" }',
    'libs/a/vitest.config.mjs': `export default { test: { include: ['*.test.js'] } };`,
  },
  module: `export const handlers = [];\nhandlers.push(${greet});\n`,
  testFile: (body) =>
    `import { expect, test } from 'vitest';\nimport { handlers } from './handlers.js';\ntest('it', () => { ${body} });\n`,
};
const jest: RunnerSyntax = {
  project: {
    'libs/a/package.json': '{ "name": "a" }',
    'libs/a/jest.config.js': 'module.exports = { transform: {} };',
  },
  module: `exports.handlers = [];\nexports.handlers.push(${greet});\n`,
  testFile: (body) => `const { handlers } = require('./handlers.js');\ntest('it', () => { ${body} });\n`,
};
const nodeTest: RunnerSyntax = {
  project: { 'libs/a/package.json': '{ "name": "a", "scripts": { "test": "node --test" } }' },
  module: jest.module,
  testFile: (body) =>
    `const test = require('node:test');\nconst expect = (one) => ({ toBe: (other) => require('node:assert').equal(one, other) });\n${jest.testFile(body)}`,
};

const runners: readonly (readonly [RunnerInstallationName, RunnerSyntax])[] = [
  ['vitest 3', vitest],
  ['vitest 5', vitest],
  ['jest 30', jest],
  ['node:test', nodeTest],
];

describe.each(runners)('%s', (installation, { project, module, testFile }) => {
  it('a comment in a function of a top-level statement selects the tests that read its text', async () => {
    const folder = await findRunnerInstallation(installation);
    using workspace = createTaskWorkspace(
      {
        ...project,
        'libs/a/handlers.js': module,
        'libs/a/called.test.js': testFile(`expect(handlers[0].greet('you')).toBe('Hello you');`),
        'libs/a/text.test.js': testFile(
          `expect(String(handlers[0].greet)).toBe(${JSON.stringify(greet.slice(4, -3))});`,
        ),
      },
      { packages: [] },
    );
    workspace.files.link('node_modules', join(folder, 'node_modules'));
    const { exitCode, output } = await workspace.run();
    expect(exitCode, output).toBe(0);
    expect((await workspace.select()).selected).toEqual([]);
    workspace.files.write({ 'libs/a/handlers.js': module.replace('return', '// A comment.\n    return') });
    const { selected } = await workspace.select();
    expect(selected.map(({ testFile: { path } }) => path)).toEqual(['libs/a/text.test.js']);
  });
});
