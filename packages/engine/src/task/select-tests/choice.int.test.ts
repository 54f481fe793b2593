import { expect, onTestFinished, test } from 'vitest';
import { runTask } from '../run-task';
import type { TestFileChoice } from '../task';
import { createTaskWorkspace } from '../../task.testing';

const testOf = (module: string) =>
  `require('node:test').test('it', () => require('node:assert').ok(require('./${module}').value));`;

function createChoices() {
  const workspace = createTaskWorkspace(
    {
      'package.json': { name: 'w', version: '1.0.0' },
      'libs/a/package.json': { name: 'a', version: '1.0.0', scripts: { test: 'node --test' } },
      'libs/a/one.js': 'exports.value = 1;',
      'libs/a/two.js': 'exports.value = 1;',
      'libs/a/one.test.js': testOf('one'),
      'libs/a/two.test.js': testOf('two'),
      'libs/a/three.test.js': testOf('two'),
    },
    { packages: [] },
  );
  onTestFinished(() => workspace[Symbol.dispose]());
  const run = async (choice: TestFileChoice) => {
    const { report, results, exitCode } = await runTask(
      { ...workspace.task(), choice },
      workspace.io({ output: () => undefined }),
    );
    return {
      exitCode,
      report,
      ended: results.map(({ testFile, outcome }) => `${testFile.path} ${outcome}`).sort(),
    };
  };
  const quietly = { output: () => undefined };
  return { workspace, run, collect: () => workspace.run({}, quietly) };
}

const only = (part: string, runsSkipped = false): TestFileChoice => ({
  isChosen: ({ path }) => path.includes(part),
  runsSkipped,
});

test('of the changed test files, only the chosen one runs and is recorded, and the others are still selected', async () => {
  const { workspace, run, collect } = createChoices();
  await collect();
  workspace.files.write({ 'libs/a/one.js': 'exports.value = 2;', 'libs/a/two.js': 'exports.value = 2;' });
  const { report, ended } = await run(only('one'));
  expect(ended).toEqual(['libs/a/one.test.js passed']);
  expect(report).toMatchObject({ selected: [{}], skipped: 0, total: 1, outsideFilter: 2 });
  expect((await collect()).results).toHaveLength(2);
  expect((await collect()).results).toEqual([]);
});

test('a chosen test file runs without changes, and its failure counts from then on', async () => {
  const { workspace, run, collect } = createChoices();
  workspace.files.write({
    'libs/a/two.test.js': `${testOf('two')}\nrequire('node:assert').ok(process.env.GOOD);`,
  });
  expect((await workspace.run({}, { output: () => undefined, env: { GOOD: '1' } })).exitCode).toBe(0);
  const again = await run(only('one', true));
  expect(again).toMatchObject({ exitCode: 0, ended: ['libs/a/one.test.js passed'] });
  expect(again.report.selected[0]?.reason).toBe('not skipped: chosen by hand');

  const failing = await run(only('two', true));
  expect(failing).toMatchObject({ exitCode: 1, ended: ['libs/a/two.test.js failed'] });
  expect((await collect()).report.selected.map(({ file }) => file)).toEqual(['libs/a/two.test.js']);
});
