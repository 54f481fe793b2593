import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describeFallback } from '@nx-testmon/core';
import { findCoverageInstallation, findRunnerInstallation } from '@nx-testmon/testing/runner-installations';
import { afterEach, describe, expect, it } from 'vitest';
import { diagnoseTask } from '../../queries/doctor/diagnose-task';
import { createTaskWorkspace, type TaskWorkspace } from '../../task.testing';

let workspace: TaskWorkspace;
afterEach(() => workspace[Symbol.dispose]());

const patience = 300_000;
const babelConfig = `module.exports = { presets: [['@babel/preset-env', { targets: { node: 'current' } }], '@babel/preset-typescript'] };`;

const sources = {
  'nx.json': {},
  'libs/a/data.txt': 'data',
  'libs/a/src/sizes.ts': `export function small() { return process.env.SIZE ?? 'small'; }
export const large = () => 'large';
export const unused = () => 'unused';
`,
  'libs/a/src/other.ts': `export const other = () => 1;\n`,
};
const tests = {
  'libs/a/src/small.test.ts': `import { expect, test } from 'vitest';
import { small } from './sizes';
test('it', () => { expect(small()).toBe('small'); });`,
  'libs/a/src/large.test.ts': `import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { large } from './sizes';
test('it', () => { expect(large() + readFileSync('data.txt', 'utf8')).toBe('largedata'); });`,
};

async function selected(raw = {}, env = {}): Promise<string[]> {
  const found = await workspace.select(raw, { env });
  return found.selected
    .map(({ testFile }) => testFile.path.replace(/^libs\/a\/src\/|\.test\.ts$/g, ''))
    .sort();
}

async function causes(): Promise<string[]> {
  const found = await diagnoseTask(workspace.task(), workspace.io());
  if (!found.ok) throw new Error(found.problem.kind);
  return found.diagnosis.causes.map(({ fallback }) => describeFallback(fallback));
}

async function runAll(raw = {}): Promise<string> {
  const { exitCode, output } = await workspace.run(raw);
  expect(exitCode, output).toBe(0);
  return output;
}

const providers = [
  ['Vitest', 'v8'],
  ['Vitest', 'istanbul'],
  ['Jest', 'babel'],
] as const;

describe.each(providers)('%s with the coverage provider %s', (runner, provider) => {
  async function make() {
    const reporters = ['json', 'html', 'lcov'];
    const coverage = { provider, enabled: true, include: ['src/**'], reporter: reporters };
    const options = { collectCoverage: true, collectCoverageFrom: ['src/**'], coverageReporters: reporters };
    const isJest = runner === 'Jest';
    workspace = createTaskWorkspace(
      {
        ...sources,
        'libs/a/package.json': `{ "name": "a"${isJest ? '' : ', "type": "module"'} }`,
        ...(isJest
          ? {
              'libs/a/jest.config.js': `module.exports = ${JSON.stringify(options)};`,
              'libs/a/babel.config.js': babelConfig,
            }
          : {
              'libs/a/vitest.config.mjs': `export default { test: { coverage: ${JSON.stringify(coverage)} } };`,
            }),
        ...(isJest
          ? Object.fromEntries(
              Object.entries(tests).map(([path, text]) => [
                path,
                text.replace(/import .* from 'vitest';\n/, ''),
              ]),
            )
          : tests),
      },
      { packages: [] },
    );
    const folder = await (isJest ? findRunnerInstallation('jest 30') : findCoverageInstallation());
    workspace.files.link('node_modules', join(folder, 'node_modules'));
  }

  it(
    'selects by executed functions, reads and variables',
    async () => {
      await make();
      await runAll();
      expect(await causes()).toEqual([]);
      expect(await selected()).toEqual([]);
      const sizes = sources['libs/a/src/sizes.ts'];
      const edit = (path: string, text: string) => workspace.files.write({ [path]: text });
      edit('libs/a/src/sizes.ts', sizes.replace(`'unused'`, `'never'`));
      expect(await selected()).toEqual([]);
      edit('libs/a/src/sizes.ts', sizes.replace(`'large'`, `'LARGE'`));
      expect(await selected()).toEqual(['large']);
      edit('libs/a/src/sizes.ts', sizes);
      edit('libs/a/data.txt', 'other data');
      expect(await selected()).toEqual(['large']);
      edit('libs/a/data.txt', 'data');
      expect(await selected({}, { SIZE: 'medium' })).toEqual(['small']);
      // The environment is the same as without coverage.
      expect(
        await selected(runner === 'Jest' ? { coverage: false } : { coverage: { enabled: false } }),
      ).toEqual([]);
    },
    patience,
  );

  it(
    'a report that appears or changes is not a change, even if all data files count',
    async () => {
      await make();
      await runAll({ probes: false });
      expect(existsSync(join(workspace.root, 'libs/a/coverage/lcov.info'))).toBe(true);
      expect(await selected()).toEqual([]);
      workspace.files.write({ 'libs/a/coverage/src/new.ts.html': '', 'libs/a/coverage/clover.xml': '' });
      expect(await selected()).toEqual([]);
      workspace.files.write({ 'libs/a/coverage/expected.json': '{}' });
      expect(await selected()).toEqual(['large', 'small']);
      workspace.files.remove('libs/a/coverage/expected.json');
      workspace.files.write({ 'libs/a/data.txt': 'other data' });
      expect(await selected()).toEqual(['large', 'small']);
    },
    patience,
  );
});
