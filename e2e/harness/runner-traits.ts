import type { ProblemKind, RunResult } from '@nx-testmon/core';
import type { RunnerInstallationName } from './runner-installations';

type Files = Readonly<Record<string, string>>;

/** The properties, files and arguments of a test runner in the tests of the contract. */
export interface ContractTraits {
  readonly isNode: boolean;
  /** Whether a run continues after a worker is killed. */
  readonly outlivesWorkers: boolean;
  readonly outcomeOfKilledWorker: RunResult['outcome'];
  /** Starts with the configuration file. */
  readonly config: Files;
  /** Arguments with which all tests of a file run in workers, not in the main process of the test runner. */
  readonly inWorkers: readonly string[];
  readonly oneByOne: readonly string[];
  readonly allowOnly: readonly string[];
  /** The option that runs one shard. */
  readonly shard: string;
  readonly coverage: readonly string[];
  readonly coverageFiles: Files;
  /** A configuration with a setup file that reads `setup.txt` before each test file. */
  readonly readingSetup: Files;
  /**
   * A configuration that ends the main process of the test runner with exit code 0 after a file `started` is
   * created.
   */
  readonly endingRunner: Files;
  readonly reporterOption: string;
  /** Prints `mine saw` with the number of test files that have ended. */
  readonly reporter: string;
  /** A part of the message for a configuration with the content `throw new Error('no such luck');`. */
  readonly wrongConfig: string;
  readonly wrongConfigKind: ProblemKind;
  /** The arguments that run only tests with this name. */
  named(name: string): string[];
  /** The argument that runs only this file. */
  partOf(file: string): string;
  /** Converts the files of a test to a form that the test runner can load. */
  asWritten(files: Files): Files;
}

const classReporter = `const seen = []; const report = () => console.log('mine saw', seen.length);
module.exports = class { onTestFileResult() { seen.push(1); } onTestModuleEnd() { seen.push(1); }
  onRunComplete() { report(); } onTestRunEnd() { report(); } };`;

/**
 * Polls for the file `started`. The delay before the exit is long enough for the test runner to report the
 * start of the test file.
 */
const endWhenStarted = `const timer = setInterval(() => { if (fs.existsSync('started')) { clearInterval(timer); setTimeout(() => process.exit(0), 500); } }, 50);`;

const vitest: ContractTraits = {
  isNode: false,
  outlivesWorkers: true,
  outcomeOfKilledWorker: 'unhandled',
  config: { 'vitest.config.mjs': `export default { test: { globals: true } };` },
  inWorkers: ['--pool=forks'],
  oneByOne: ['--no-file-parallelism'],
  allowOnly: ['--allowOnly'],
  shard: '--shard',
  coverage: [],
  coverageFiles: {
    'vitest.config.mjs': `export default { test: { globals: true, coverage: { provider: 'custom', customProviderModule: './c.mjs', enabled: true } } };`,
    'c.mjs': `export default { getProvider: () => ({ name: 'c', initialize() {}, resolveOptions: () => ({ reporter: [], reportsDirectory: './coverage' }), clean() {}, onAfterSuiteRun() {}, generateCoverage() {}, reportCoverage() {} }) };`,
  },
  readingSetup: {
    'vitest.config.mjs': `export default { test: { globals: true, setupFiles: ['./setup.js'] } };`,
    'setup.js': `import { readFileSync } from 'node:fs'; readFileSync('setup.txt');`,
  },
  endingRunner: {
    'vitest.config.mjs': `export default { test: { globals: true, globalSetup: ['./ending.mjs'] } };`,
    'ending.mjs': `import fs from 'node:fs'; export default () => { ${endWhenStarted} };`,
  },
  reporterOption: '--reporter',
  reporter: classReporter,
  wrongConfig: 'no such luck',
  wrongConfigKind: 'runner-refused',
  named: (name) => ['-t', name],
  partOf: (file) => file.replace(/\.ts$/, ''),
  asWritten: (files) => files,
};

const jest: ContractTraits = {
  ...vitest,
  outcomeOfKilledWorker: 'failed',
  config: {
    'jest.config.js': `module.exports = {};`,
    'babel.config.js': `module.exports = { presets: [['@babel/preset-env', { targets: { node: 'current' } }], '@babel/preset-typescript'] };`,
  },
  inWorkers: ['--maxWorkers=2'],
  oneByOne: ['--runInBand'],
  allowOnly: [],
  coverage: ['--coverage', '--coverageProvider=v8'],
  coverageFiles: {},
  readingSetup: {
    'jest.config.js': `module.exports = { setupFiles: ['./setup.js'] };`,
    'setup.js': `require('node:fs').readFileSync('setup.txt');`,
  },
  endingRunner: {
    'jest.config.js': `module.exports = { globalSetup: './ending.js' };`,
    'ending.js': `const fs = require('node:fs'); module.exports = () => { ${endWhenStarted} };`,
  },
  reporterOption: '--reporters',
};

/** Defines the globals that other test runners provide. */
const globals = `import assert from 'node:assert';
import { after, before, describe, test } from 'node:test';
const matchers = (value) => ({
  toBe: (other) => assert.strictEqual(value, other),
  toEqual: (other) => assert.deepEqual(value, other),
  toBeDefined: () => assert.notStrictEqual(value, undefined),
  not: { toContain: (part) => assert.ok(!value.includes(part)) },
});
Object.assign(globalThis, { afterAll: after, beforeAll: before, describe, expect: matchers, test });
`;

const node: ContractTraits = {
  ...vitest,
  isNode: true,
  outcomeOfKilledWorker: 'failed',
  config: {
    'package.json': `{ "name": "app", "type": "module", "scripts": { "test": "node --import ./globals.mjs --test" } }`,
    'globals.mjs': globals,
  },
  inWorkers: ['--test-concurrency=2'],
  oneByOne: ['--test-concurrency=1'],
  allowOnly: [],
  shard: '--test-shard',
  coverage: ['--experimental-test-coverage'],
  coverageFiles: {},
  readingSetup: {
    'package.json': `{ "name": "app", "type": "module", "scripts": { "test": "node --import ./globals.mjs --import ./setup.js --test" } }`,
    'setup.js': `import { readFileSync } from 'node:fs'; readFileSync('setup.txt');`,
  },
  endingRunner: {
    'package.json': `{ "name": "app", "type": "module", "scripts": { "test": "node --import ./globals.mjs --require ./ending.cjs --test" } }`,
    'ending.cjs': `const fs = require('node:fs'); if (process.env.NODE_TEST_CONTEXT === undefined) { ${endWhenStarted} }`,
  },
  reporterOption: '--test-reporter',
  reporter: `module.exports = async function* (events) {
    let seen = 0;
    for await (const { type, data } of events) if (type === 'test:complete' && data.name === 'a.test.ts') seen++;
    yield 'mine saw ' + seen;
  };`,
  wrongConfig: 'throw new',
  wrongConfigKind: 'manifest-unreadable',
  named: (name) => ['--test-name-pattern', name],
  partOf: (file) => file,
  asWritten: (files) =>
    Object.fromEntries(
      Object.entries(files).map(([path, text]) => [path, path.endsWith('.ts') ? withWholeNames(text) : text]),
    ),
};

/** Adds the file extensions and import attributes that Node requires. */
function withWholeNames(text: string): string {
  return text
    .replace(/ from '(\.\/[\w-]+)'/g, ` from '$1.ts'`)
    .replace(/ from '([./\w-]+\.json)'/g, ` from '$1' with { type: 'json' }`);
}

export function runnerTraits(installation: RunnerInstallationName): ContractTraits {
  if (installation === 'node:test') return node;
  if (installation.startsWith('jest')) return jest;
  // Vitest 3 exits after a worker is killed, even without nx-testmon, because its response to the worker is
  // an unhandled rejection.
  return installation === 'vitest 3' ? { ...vitest, outlivesWorkers: false } : vitest;
}
