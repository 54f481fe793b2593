import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTaskWorkspace, type RawOptions, type TaskWorkspace } from '../../task.testing';

let workspace: TaskWorkspace;

beforeEach(() => {
  const config = `export default { test: { include: ['*.test.ts'] } };`;
  workspace = createTaskWorkspace({ 'libs/a/vitest.config.mts': config }, { packages: [] });
});
afterEach(() => workspace[Symbol.dispose]());

const write = (path: string, text: string) => workspace.files.write({ [path]: text });
const install = () => workspace.files.install('all');

async function run(raw: RawOptions = {}, project = 'a') {
  const { exitCode, report, output } = await workspace.run(raw, {}, project);
  return { exitCode, outcome: report.outcome, output };
}

const broken = (...parts: readonly string[]) => ({
  exitCode: 2,
  outcome: 'broken',
  output: expect.stringMatching(parts.map((part) => part.replace(/[.?]/g, '\\$&')).join('[^]*')) as string,
});

test('a configuration that throws is reported with its own message and the next step', async () => {
  install();
  write('libs/a/vitest.config.mts', `throw new Error('no such luck');`);
  expect(await run()).toEqual(broken('no such luck', 'Fix the Vitest configuration'));
});

test.each([
  ['vitest', {}, 'Vitest is not installed where', 'npm install --save-dev vitest'],
  ['jest', { testRunner: 'jest' }, 'Jest is not installed where', 'npm install --save-dev jest'],
])('%s that is not installed is named, with the command that installs it', async (_name, raw, what, next) => {
  expect(await run(raw)).toEqual(broken(what, next));
  expect(await run({ ...raw, enabled: false })).toEqual(broken(what, next));
});

test.each([
  ['vitest', '2.1.9', {}, 'Versions 3 to 5 are supported'],
  ['vitest', '6.0.0', {}, 'Versions 3 to 5 are supported'],
  ['jest', '28.1.3', { testRunner: 'jest' }, 'Versions 29 and 30 are supported'],
])('%s %s is refused, and the supported versions are named', async (name, version, raw, supported) => {
  const exported = { './package.json': './package.json', './node': './node.js' };
  const manifest = { name, version, exports: name === 'vitest' ? exported : undefined };
  write(`node_modules/${name}/package.json`, JSON.stringify(manifest));
  write(`node_modules/${name}/node.js`, '');
  write('node_modules/jest-cli/package.json', '{ "name": "jest-cli", "main": "index.js" }');
  write('node_modules/jest-cli/index.js', '');
  expect(await run(raw)).toEqual(broken(version, supported, 'Install one of them'));
});

test('a missing configuration and a missing project are reported', async () => {
  install();
  expect(await run({ config: 'vite.unit.config.ts' })).toEqual(
    broken('There is no vite.unit.config.ts in', 'Fix the option `config`.'),
  );
  expect(await run({}, 'b')).toEqual(broken('Unknown project: b.'));
});

test('an option that neither we nor the test runner know is refused by the test runner', async () => {
  install();
  write('libs/a/a.test.ts', `import { test } from 'vitest'; test('it', () => undefined);`);
  expect(await run({ nonsense: true })).toEqual(broken('nonsense'));
});

test('a project without tests passes, with a note', async () => {
  install();
  const { exitCode, outcome, output } = await run();
  expect({ exitCode, outcome }).toEqual({ exitCode: 0, outcome: 'passed' });
  expect(output).toContain('0 of 0 test files selected');
  expect(output).toContain('no test files found; `vitest list --filesOnly` shows what');
});
