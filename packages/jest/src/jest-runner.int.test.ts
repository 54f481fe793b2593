import { join } from 'node:path';
import { findConfig } from '@nx-testmon/runner';
import { afterEach, expect, test } from 'vitest';
import { createRunnerWorkspace, outcomes, type RunnerWorkspace } from '@nx-testmon/testing/runner-workspace';
import { jestRunner } from './jest-runner';

let app: RunnerWorkspace;
afterEach(() => app.dispose());

const make = async (files: Readonly<Record<string, string>>) =>
  (app = await createRunnerWorkspace('jest 30', files));

test('the configuration is the first of the usual files, otherwise a package.json that contains one', async () => {
  const { app: projectRoot, root: workspaceRoot, write } = await make({});
  const find = (config?: string) => findConfig(jestRunner, { projectRoot, workspaceRoot, config });
  expect(find()).toBeUndefined();
  write({ 'package.json': '{ "name": "app", "jest": {} }' });
  expect(find()).toBe(join(projectRoot, 'package.json'));
  write({ 'jest.config.json': '{}' });
  expect(find()).toBe(join(projectRoot, 'jest.config.json'));
  write({ 'jest.config.js': '', 'other.js': '' });
  expect(find()).toBe(join(projectRoot, 'jest.config.js'));
  expect(find('other.js')).toBe(join(projectRoot, 'other.js'));
  expect(find('packages/app/other.js')).toBe(join(projectRoot, 'other.js'));
  expect(find('nowhere.js')).toBeUndefined();
});

test('the installation is the one that the project resolves, in a supported version', async () => {
  const { app: projectRoot, write } = await make({});
  expect(jestRunner.findInstallation(projectRoot)).toMatchObject({ ok: true, version: '30.5.2' });
  write({
    'node_modules/jest/package.json': '{ "name": "jest", "version": "28.1.3" }',
    'node_modules/jest-cli/package.json': '{ "name": "jest-cli", "main": "index.js" }',
    'node_modules/jest-cli/index.js': '',
  });
  expect(jestRunner.findInstallation(projectRoot)).toMatchObject({
    ok: false,
    problem: { kind: 'runner-unsupported', version: '28.1.3', oldest: 29, newest: 30 },
  });
});

test('the plain command is the script of the package, with the configuration only if it is named', async () => {
  const { app: projectRoot } = await make({});
  const plain = { projectRoot, config: '/w/jest.config.js', runnerArguments: ['--ci'] };
  const wordsOf = (isConfigNamed: boolean) => {
    const command = jestRunner.plainCommand({ ...plain, isConfigNamed });
    return command.ok ? command.words : [];
  };
  const [script, ...words] = wordsOf(true);
  expect(script).toMatch(/[\\/]jest[\\/]bin[\\/]jest\.js$/);
  expect(words).toEqual(['--config=/w/jest.config.js', '--ci']);
  expect(wordsOf(false).slice(1)).toEqual(['--ci']);
});

test('discovery reports the reads of the code of the configuration', async () => {
  const { discover } = await make({
    'jest.config.js': `const { readFileSync } = require('fs');
      module.exports = { testMatch: [readFileSync(__dirname + '/match.txt', 'utf8')], ...require('./more') };`,
    'more.js': `module.exports = { testPathIgnorePatterns: process.env.SLOW_TESTS ? [] : ['slow'] };`,
    'match.txt': '**/*.js',
  });
  expect(await discover()).toMatchObject({
    ok: true,
    discovery: { reads: { files: ['packages/app/match.txt'], variables: ['SLOW_TESTS'] } },
  });
});

test('discovery returns a suite for each project of the configuration, and all files it was made from', async () => {
  const { suites, discover } = await make({
    'jest.config.js': `module.exports = { projects: ['<rootDir>/one', { displayName: 'two', testMatch: ['**/*.two.js'], setupFiles: ['./setup.js'] }] };`,
    'one/jest.config.js': `module.exports = require('./base');`,
    'one/base.js': `module.exports = { displayName: 'one' };`,
    'setup.js': '',
  });
  const found = await suites();
  expect(found.map(({ id, root }) => [id, root])).toEqual([
    ['app:packages/app/jest.config.js:one', 'packages/app/one'],
    ['app:packages/app/jest.config.js:two', 'packages/app'],
  ]);
  expect(found[1]).toMatchObject({ setupFiles: ['packages/app/setup.js'] });
  const answer = await discover();
  expect(answer).toMatchObject({
    ok: true,
    discovery: {
      runner: 'jest',
      configFiles: expect.arrayContaining([
        'packages/app/jest.config.js',
        'packages/app/one/jest.config.js',
      ]) as unknown,
    },
  });
  const selected = await suites(['--selectProjects=two']);
  expect(selected.map(({ runnerProject }) => runnerProject)).toEqual(['two']);
});

test('the probes of a module that was edited after it was loaded name no blocks', async () => {
  const functions = (...names: string[]) =>
    names.map((name) => `function ${name}() { return '${name}'; }\n`).join('') +
    'module.exports = { one, two };\n';
  const load = (more: string) => `test('it', () => { expect(require('./lib').one()).toBe('one'); ${more} });`;
  const app = await make({
    'jest.config.js': 'module.exports = {};',
    'lib.js': functions('one', 'two'),
    'a.test.js': load(''),
  });
  const probes = {
    instrumenter: join(__dirname, '../../graph/dist/probes/open-instrumenter.js'),
    syntax: jestRunner.syntax,
  };
  const collected = async () => (await app.run({ probes })).results[0]?.collected;
  expect(await collected()).toEqual({ 'packages/app/lib.js': ['one()'] });
  // The edit keeps the number of blocks, but changes their order.
  const edit = `require('node:fs').writeFileSync(require.resolve('./lib'), ${JSON.stringify(functions('two', 'one'))});`;
  app.write({ 'a.test.js': load(edit) });
  expect(await collected()).toEqual({});
});

test.each([
  ['CommonJS', 'transformer.js', `const word = require('./word'); module.exports =`],
  ['an ECMAScript module', 'transformer.mjs', `import word from './word.js'; export default`],
])(
  'compiled output of a transformer of the workspace is not used after its code has changed: %s',
  async (_, name, start) => {
    const app = await make({
      'jest.config.js': `module.exports = { transform: { 'lib\\\\.js$': './${name}' }, cacheDirectory: __dirname + '/cache' };`,
      [name]: `${start} { process: (code) => ({ code: code.replace('WORD', word) }) };`,
      'word.js': `module.exports = 'one';`,
      'lib.js': `module.exports = 'WORD';`,
      'a.test.js': `test('it', () => expect(require('./lib')).toBe('one'));`,
    });
    const probes = {
      instrumenter: join(__dirname, '../../graph/dist/probes/open-instrumenter.js'),
      syntax: jestRunner.syntax,
    };
    const collect = async () => outcomes(await app.run({ probes, keepCache: true }));
    expect(await collect()).toEqual(['a.test.js: passed']);
    expect(await collect()).toEqual(['a.test.js: passed']);
    app.write({ 'word.js': `module.exports = 'two';` });
    expect(await collect()).toEqual(['a.test.js: failed']);
  },
);
