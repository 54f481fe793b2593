import { join } from 'node:path';
import { moduleText } from '@nx-testmon/core';
import { findTestFiles } from '@nx-testmon/graph';
import { afterEach, describe, expect, it } from 'vitest';
import { createRunnerWorkspace, outcomes, type RunnerWorkspace } from './harness/runner-workspace';

const babel = `['@babel/preset-env', { targets: { node: 'current' } }], '@babel/preset-typescript'`;
const source = `export class Account {
  readonly #kind: string = 'giro';
  kind(): string { return this.#kind; }
  close(): never { throw new Error('closed'); }
}
export const unused = (): number => 1;
`;
const typescriptTest = `import { Account } from './account';
test('kind', () => {
  expect(new Account().kind()).toBe('giro');
  let error: Error | undefined;
  try { new Account().close(); } catch (thrown) { error = thrown as Error; }
  expect(/account\\.\\w+:\\d+:\\d+/.exec(error!.stack!)![0]).toBe('account.ts:4:26');
});
`;

/** Features that only Jest has: transformers, module maps, mocks, projects. */
describe.each(['jest 29', 'jest 30'] as const)('configurations of %s', (installation) => {
  let workspace: RunnerWorkspace | undefined;
  const make = async (files: Readonly<Record<string, string>>): Promise<RunnerWorkspace> =>
    (workspace = await createRunnerWorkspace(installation, files));
  afterEach(() => workspace?.dispose());
  const collect = (app: RunnerWorkspace, options: Parameters<RunnerWorkspace['run']>[0] = {}) =>
    app.run({
      probes: {
        instrumenter: require.resolve('@nx-testmon/graph/open-instrumenter'),
        syntax: app.runner.syntax,
        cache: join(app.root, 'cache'),
      },
      ...options,
    });
  const listed = async (app: RunnerWorkspace): Promise<string[]> =>
    (await app.suites())
      .flatMap((suite) =>
        findTestFiles(app.root, suite, app.runner.syntax).map(({ path }) => `${suite.id} ${path}`),
      )
      .sort();

  it.each([
    ['babel-jest', `transform: { '\\\\.ts$': ['babel-jest', { presets: [${babel}] }] }`],
    ['@swc/jest', `transform: { '\\\\.ts$': '@swc/jest' }`],
    ['ts-jest without types', `transform: { '\\\\.ts$': ['ts-jest', { isolatedModules: true }] }`],
    [
      'ts-jest without diagnostics, and babel-jest',
      `transform: { '\\\\.test\\\\.ts$': ['babel-jest', { presets: [${babel}] }], '\\\\.ts$': ['ts-jest', { diagnostics: false }] }`,
    ],
  ])('%s compiles sources with probes, and errors keep their lines', async (_name, transform) => {
    const app = await make({
      'jest.config.js': `module.exports = { ${transform} };`,
      'tsconfig.json': `{ "compilerOptions": { "target": "es2022", "module": "commonjs", "esModuleInterop": true, "strict": true, "skipLibCheck": true } }`,
      'src/account.ts': source,
      'src/kind.test.ts': typescriptTest,
    });
    const plain = await app.run();
    expect(plain.outcome, plain.output).toBe('passed');
    expect(plain.results.map(({ collected }) => collected)).toEqual([undefined]);
    for (let round = 0; round < 3; round++) {
      const { outcome, output, results } = await collect(app);
      expect(outcome, output).toBe('passed');
      // The test reads a position in the module, so the result contains `moduleText`.
      expect(results[0]?.collected).toEqual({
        'packages/app/src/account.ts': ['Account.kind()', 'Account.close()', moduleText],
      });
    }
  });

  it('sources get probes even if no transformer is configured for them', async () => {
    const app = await make({
      'jest.config.js': `module.exports = { transform: {} };`,
      'src/sum.js': `function sum(a, b) { return a + b; }\nfunction never() {}\nmodule.exports = { sum, never };\n`,
      'src/sum.test.js': `const { sum } = require('./sum'); test('sum', () => { expect(sum(1, 2)).toBe(3); });`,
    });
    const result = await collect(app);
    expect(result.outcome, result.output).toBe('passed');
    const [executed] = Object.values(result.results[0]?.collected ?? {});
    expect(executed).toEqual(['sum()']);
  });

  it('ECMAScript modules get probes too', async () => {
    const app = await make({
      'package.json': `{ "name": "app", "type": "module" }`,
      'jest.config.mjs': `export default { transform: {} };`,
      'src/sum.js': `export function sum(a, b) { return a + b; }\nexport const never = () => 0;\n`,
      'src/sum.test.js': `import { sum } from './sum.js'; test('sum', async () => { expect(sum(1, 2)).toBe(3); expect((await import('./sum.js')).never).toBeDefined(); });`,
    });
    const env = { ...process.env, NODE_OPTIONS: '--experimental-vm-modules', CI: 'true' };
    const result = await collect(app, { env });
    expect(result.outcome, result.output).toBe('passed');
    expect(result.results[0]?.collected).toEqual({ 'packages/app/src/sum.js': ['sum()'] });
  });

  it('nothing is collected for a suite that checks types, and the reason is reported', async () => {
    const app = await make({
      'jest.config.js': `module.exports = { transform: { '\\\\.ts$': 'ts-jest' } };`,
      'tsconfig.json': `{ "compilerOptions": { "target": "es2022", "module": "commonjs", "esModuleInterop": true, "types": [], "skipLibCheck": true } }`,
      'src/a.test.ts': `declare const test: any; test('a', () => {});`,
    });
    expect((await app.suites())[0]?.checksTypes).toBe(true);
    const result = await collect(app);
    expect(result.outcome, result.output).toBe('passed');
    expect(result.fallbacks?.map(({ fallback }) => fallback)).toEqual([{ kind: 'checks-types' }]);
    expect(result.results.map(({ collected }) => collected)).toEqual([undefined]);
  });

  it('all kinds of mocks work with probes as they do without', async () => {
    const app = await make({
      'jest.config.js': `module.exports = { transform: { '\\\\.ts$': ['babel-jest', { presets: [${babel}] }] } };`,
      'src/round.ts': `export const round = (amount: number): number => Math.round(amount);\nexport const other = () => 2;\n`,
      'src/__mocks__/beside.ts': `export const beside = () => 'mock';`,
      'src/beside.ts': `export const beside = () => 'real';`,
      '__mocks__/somewhere.ts': `export default () => 'from the root';`,
      'src/mocks.test.ts': `import { round } from './round';
import { beside } from './beside';
jest.mock('./beside');
jest.mock('./round', () => ({ ...jest.requireActual<object>('./round'), other: () => 7 }));
jest.mock('virtual', () => ({ value: 1 }), { virtual: true });
test('mocks', () => {
  expect([round(1.2), require('./round').other(), beside()]).toEqual([1, 7, 'mock']);
  expect(require('virtual').value).toBe(1);
  expect(require('somewhere').default()).toBe('from the root');
  jest.isolateModules(() => { expect(require('./round').other()).toBe(7); });
  jest.resetModules();
  expect(require('./beside').beside()).toBe('mock');
});`,
    });
    const plain = await app.run();
    expect(outcomes(plain), plain.output).toEqual(['src/mocks.test.ts: passed']);
    const result = await collect(app);
    expect(outcomes(result), result.output).toEqual(['src/mocks.test.ts: passed']);
    expect(result.results[0]?.collected).toMatchObject({
      'packages/app/src/round.ts': ['round()'],
      'packages/app/src/__mocks__/beside.ts': ['beside()'],
    });
  });

  it('probes work in an environment that a docblock selects', async () => {
    const app = await make({
      'jest.config.js': `module.exports = { transform: { '\\\\.ts$': ['babel-jest', { presets: [${babel}] }] } };`,
      'src/title.ts': `export const title = () => document.title;\nexport const never = () => 1;\n`,
      // Split into two parts, because Vitest would apply the docblock to this file.
      'src/title.test.ts': `/** @${'jest'}-environment jsdom */
import { title } from './title'; test('t', () => { document.title = 'x'; expect(title()).toBe('x'); });`,
    });
    const result = await collect(app);
    expect(result.outcome, result.output).toBe('passed');
    expect(result.results[0]?.collected).toEqual({ 'packages/app/src/title.ts': ['title()'] });
  });

  it('each project of a configuration is a suite with its own list of test files', async () => {
    const app = await make({
      'jest.config.js': `module.exports = { projects: ['<rootDir>/one', { displayName: 'two', rootDir: '<rootDir>/two', testRegex: 'check\\\\.js$', testPathIgnorePatterns: ['/old/'] }] };`,
      'one/jest.config.js': `module.exports = { preset: '../base/jest-preset.js' };`,
      'base/jest-preset.js': `module.exports = { testMatch: ['<rootDir>/**/*.spec.js', '!**/skip/**'] };`,
      'one/a.spec.js': `test('a', () => {});`,
      'one/skip/b.spec.js': `test('b', () => {});`,
      'one/a.test.js': `test('no', () => {});`,
      'two/c.check.js': `test('c', () => {});`,
      'two/old/d.check.js': `test('d', () => {});`,
    });
    const id = 'app:packages/app/jest.config.js';
    expect(await listed(app)).toEqual([
      `${id}:packages/app/one packages/app/one/a.spec.js`,
      `${id}:two packages/app/two/c.check.js`,
    ]);
    const answer = await app.discover();
    expect(answer.ok && answer.discovery.configFiles).toEqual([
      'packages/app/base/jest-preset.js',
      'packages/app/jest.config.js',
      'packages/app/one/jest.config.js',
    ]);
    const { found } = await app.run();
    expect(found?.map(({ suite, path }) => `${suite} ${path}`).sort()).toEqual(await listed(app));
    const one = await app.run({ files: [{ suite: `${id}:two`, path: 'packages/app/two/c.check.js' }] });
    expect(outcomes(one), one.output).toEqual(['two/c.check.js: passed']);
    expect((await app.suites(['--selectProjects', 'two'])).map((suite) => suite.id)).toEqual([`${id}:two`]);
  });

  it('every module that a configuration names is a part of the suite', async () => {
    const modules = ['setup', 'after', 'global', 'down', 'environment', 'resolver', 'serializer', 'reporter'];
    const app = await make({
      'jest.config.js': `module.exports = {
        setupFiles: ['./setup.js'], setupFilesAfterEnv: ['<rootDir>/after.js'], globalSetup: './global.js',
        globalTeardown: './down.js', testEnvironment: './environment.js', resolver: './resolver.js',
        snapshotSerializers: ['./serializer.js'], snapshotResolver: './snapshots.js', reporters: ['./reporter.js'],
        transform: { '\\\\.ts$': './transformer.js' }, moduleNameMapper: { '^@/(.*)$': ['<rootDir>/src/$1', '<rootDir>/lib/$1'], '\\\\.css$': 'identity' },
        modulePaths: ['<rootDir>/shared'], moduleDirectories: ['node_modules', 'local'], roots: ['<rootDir>/src'],
      };`,
      ...Object.fromEntries(
        [...modules, 'snapshots', 'transformer'].map((name) => [
          `${name}.js`,
          'module.exports = Object.assign((path, options) => options.defaultResolver(path, options), { process: (code) => ({ code }) });',
        ]),
      ),
      'src/a.test.js': '',
    });
    const [suite] = await app.suites();
    expect(suite?.setupFiles).toEqual(['packages/app/setup.js', 'packages/app/after.js']);
    for (const name of [...modules.slice(2), 'snapshots', 'transformer'])
      expect(suite?.setup, name).toContain(`packages/app/${name}.js`);
    expect(suite).toMatchObject({
      snapshots: 'custom',
      modulePaths: ['packages/app/shared'],
      moduleDirectories: ['local'],
      mockRoots: ['packages/app/src'],
    });
    expect(suite?.aliases.map(({ replacement }) => replacement)).toEqual([
      'packages/app/src/$1',
      'packages/app/lib/$1',
      'identity',
    ]);
  });

  it('files in the options of a transformer are configuration files', async () => {
    const app = await make({
      'jest.config.js': `module.exports = { transform: { '\\\\.ts$': ['ts-jest', { isolatedModules: true, tsconfig: '<rootDir>/../shared/tsconfig.any.json' }] } };`,
      '../shared/tsconfig.any.json': '{}',
    });
    const answer = await app.discover();
    expect(answer.ok && answer.discovery.configFiles).toEqual([
      'packages/app/jest.config.js',
      'packages/shared/tsconfig.any.json',
    ]);
  });

  it('a configuration in package.json is found', async () => {
    const app = await make({
      'package.json': `{ "name": "app", "jest": { "testMatch": ["**/*.only.js"] } }`,
      'a.only.js': `test('a', () => {});`,
      'a.test.js': `test('a', () => {});`,
    });
    expect(await listed(app)).toEqual(['app:packages/app/package.json packages/app/a.only.js']);
    const result = await app.run();
    expect(
      result.results.map(({ testFile }) => testFile.suite),
      result.output,
    ).toEqual(['app:packages/app/package.json']);
  });

  it('reads of configurations, environments, global setup and transformers are traced, even if compiled modules come from a cache', async () => {
    const app = await make({
      'jest.config.js': `require('fs').readFileSync('config.txt');
module.exports = {
  testEnvironment: './environment.js', globalSetup: './global.js', globalTeardown: './teardown.js',
  transform: { '\\.macro\\.js$': './macros.js', '\\.data\\.json$': './data.js' },
};`,
      'environment.js': `const { TestEnvironment } = require('jest-environment-node');
module.exports = class extends TestEnvironment { async setup() { require('fs').readFileSync('environment.txt'); } };`,
      'global.js': `module.exports = async () => { await require('fs').promises.readFile('global.txt'); };`,
      'teardown.js': `module.exports = () => { require('fs').statSync('teardown.txt'); };`,
      'macros.js': `const { readFileSync } = require('fs'); let text;
module.exports = { process: () => ({ code: '"use strict"; module.exports = ' + JSON.stringify(text ??= readFileSync('macro.txt', 'utf8')) }) };`,
      'data.js': `module.exports = { process: () => ({ code: require('fs').readFileSync('data.txt', 'utf8') }) };`,
      ...Object.fromEntries(
        ['config', 'environment', 'global', 'teardown', 'macro'].map((name) => [`${name}.txt`, name]),
      ),
      'data.txt': '{ "data": 1 }',
      'src/a.macro.js': '',
      'src/b.macro.js': '',
      'src/c.data.json': '{}',
      'src/a.test.js': `test('a', () => { expect(require('./a.macro')).toBe('macro'); });`,
      'src/b.test.js': `test('b', () => { expect(require('./b.macro')).toBe('macro'); });`,
      'src/c.test.js': `test('c', () => { expect(require('./c.data.json')).toEqual({ data: 1 }); });`,
      'src/none.test.js': `test('none', () => {});`,
    });
    for (const runnerArguments of [
      ['--runInBand'],
      ['--maxWorkers=2'],
      ['--runInBand'],
      ['--maxWorkers=2'],
    ]) {
      const { results, reads, output, outcome } = await collect(app, { runnerArguments });
      expect(outcome, output).toBe('passed');
      for (const name of ['config', 'global', 'teardown'])
        expect(Object.keys(reads?.files ?? {})).toContain(`packages/app/${name}.txt`);
      const readBy = (name: string) =>
        results
          .filter((one) => one.reads?.files[`packages/app/${name}.txt`] !== undefined)
          .map(({ testFile }) => testFile.path.slice('packages/app/src/'.length));
      expect(readBy('environment').sort()).toEqual(['a.test.js', 'b.test.js', 'c.test.js', 'none.test.js']);
      expect(readBy('macro')).toEqual(expect.arrayContaining(['a.test.js', 'b.test.js']));
      expect(readBy('data')).toContain('c.test.js');
    }
  });

  it('an incomplete trace has a reason, also for later test files of the same process', async () => {
    const app = await make({
      'jest.config.js': `module.exports = {};`,
      'a.test.js': `test('a', () => { require('node:sqlite'); });`,
      'b.test.js': `test('b', () => {});`,
    });
    const order = ['a.test.js', 'b.test.js'].map((name) => ({
      suite: 'app:packages/app/jest.config.js',
      path: `packages/app/${name}`,
    }));
    const { results, output } = await collect(app, { runnerArguments: ['--runInBand'], order });
    const sqlite = { kind: 'untraced-builtin', subject: 'node:sqlite' };
    expect(
      results.map(({ reads }) => reads?.fallbacks),
      output,
    ).toEqual([[sqlite], [sqlite]]);
  });

  it('packages that resolve modules are traced like other code if a test runs them itself', async () => {
    const app = await make({
      'jest.config.js': `module.exports = {};`,
      'src/found/index.js': '',
      'src/a.test.js': `const resolve = require('resolve');
test('a', () => { expect(resolve.sync('./found', { basedir: __dirname })).toContain('index.js'); });`,
      'src/b.test.js': `const { createTransformer } = require('babel-jest');
test('b', () => { expect(createTransformer).toBeDefined(); expect(require('jest-config').defaults).toBeDefined(); });`,
      'src/c.test.js': `test('c', () => {});`,
    });
    const { results, output } = await collect(app, { runnerArguments: ['--runInBand'] });
    const [a, b, c] = ['a', 'b', 'c'].map(
      (name) => results.find(({ testFile }) => testFile.path.endsWith(`${name}.test.js`))?.reads,
    );
    expect(a?.files, output).toMatchObject({ 'packages/app/src/found.js': 'missing' });
    expect(Object.keys(a?.files ?? {})).toContain('packages/app/src/found/index.js');
    expect([b?.fallbacks, c?.fallbacks]).toEqual([
      [{ kind: 'runs-test-runner', subject: 'jest-config' }],
      undefined,
    ]);
    expect(c?.files).toEqual({});
  });

  it('a test file in a worker thread has no read trace', async () => {
    const app = await make({
      'jest.config.js': `module.exports = { workerThreads: true };`,
      'a.test.js': `test('a', () => { require('fs').readFileSync('jest.config.js'); });`,
      'b.test.js': `test('b', () => {});`,
    });
    const { results, output, outcome } = await collect(app, { runnerArguments: ['--maxWorkers=2'] });
    expect(outcome, output).toBe('passed');
    const inWorkers = new Map(results.map(({ testFile, reads }) => [testFile.path, reads]));
    expect(inWorkers).toEqual(
      new Map([
        ['packages/app/a.test.js', undefined],
        ['packages/app/b.test.js', undefined],
      ]),
    );
  });
});
