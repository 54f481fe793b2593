import { describe, expect, it } from 'vitest';
import { attributionPolicy } from '../attribution/policies';
import {
  fileRead,
  plugin,
  runner,
  testCode,
  testFileEnded,
  testFileRun,
  testFileStarted,
  traceOf,
  tracesOf,
  variableRead,
  variablesCopied,
  variableWritten,
} from './events.testing';
import type { Caller, ReadEvent } from './read-event';

const worker = attributionPolicy('test-file-worker');
const shared = attributionPolicy('shared-process');
const main = attributionPolicy('runner-process');
const inPackage = (name: string): Caller => ({ by: 'other', file: `/w/node_modules/${name}/index.js` });
const variablesOf = (...events: readonly ReadEvent[]) => traceOf(worker, events).variables;

describe('a variable that a test file reads', () => {
  it('counts, independently of the caller', () => {
    expect(variablesOf(variableRead('API_URL'))).toEqual(['API_URL']);
    expect(variablesOf(variableRead('API_URL', inPackage('axios')))).toEqual(['API_URL']);
    expect(variablesOf(variableRead('API_URL', runner))).toEqual(['API_URL']);
    expect(variablesOf(variableRead('API_URL', { by: 'other' }))).toEqual(['API_URL']);
  });

  it.each([
    'NODE_ENV',
    'JEST_WORKER_ID',
    'VITEST_POOL_ID',
    'NX_TASK_HASH',
    'NX_TESTMON_NOCOLLECT',
    'toString',
  ])('does not count with the name %s, which has no meaning for tests', (name) => {
    expect(variablesOf(variableRead(name))).toEqual([]);
  });

  it.each(['CI', 'FORCE_COLOR', 'DEBUG', 'HOME', 'TZ', 'npm_config_registry', 'NX_TASK_TARGET_PROJECT'])(
    '%s counts only if code of the workspace itself reads it',
    (name) => {
      expect(variablesOf(variableRead(name))).toEqual([name]);
      for (const caller of [inPackage('chalk'), inPackage('@s/logger'), runner, { by: 'other' } as const])
        expect(variablesOf(variableRead(name, caller))).toEqual([]);
      expect(variablesOf(variableRead(name, { ...testCode, isThroughNode: true }))).toEqual([]);
    },
  );

  it('counts in the configuration that Vite bundles', () => {
    const file = '/w/node_modules/.vite-temp/vitest.config.ts.timestamp-1-a.mjs';
    expect(variablesOf(variableRead('CI', { by: 'other', file }))).toEqual(['CI']);
  });

  it('does not count if a package detects a terminal or a CI service', () => {
    expect(variablesOf(variableRead('SOME_CI', inPackage('ci-info')))).toEqual([]);
  });

  it('does not count if nx-testmon or a module loader reads it', () => {
    for (const by of ['own', 'loader', 'search'] as const)
      expect(variablesOf(variableRead('API_URL', { by }))).toEqual([]);
  });
});

describe('a variable that a test file sets', () => {
  it('is its own from then on', () => {
    expect(variablesOf(variableWritten('API_URL'), variableRead('API_URL'))).toEqual([]);
  });

  it('counts if it was read before', () => {
    expect(variablesOf(variableRead('API_URL'), variableWritten('API_URL'))).toEqual(['API_URL']);
  });

  it('counts again after it is restored', () => {
    expect(
      variablesOf(
        variableWritten('API_URL'),
        variableWritten('API_URL', testCode, true),
        variableRead('API_URL'),
      ),
    ).toEqual(['API_URL']);
  });

  it('is its own if the test runner replaces it for the test', () => {
    const stub: Caller = { ...runner, replaces: true };
    expect(
      variablesOf(variableRead('API_URL', stub), variableWritten('API_URL', stub), variableRead('API_URL')),
    ).toEqual([]);
  });

  it('is from outside if the test runner has passed it on before the test file starts', () => {
    const events = [
      variableWritten('API_URL', runner),
      testFileStarted,
      variableRead('API_URL'),
      testFileEnded,
    ];
    expect(tracesOf(worker, events).testFiles[0]?.variables).toEqual(['API_URL']);
  });
});

describe('copying all variables', () => {
  const known = ['CI', 'TZ', 'LANG', 'LC_ALL'];

  it('counts the variables that most programs read', () => {
    for (const caller of [testCode, inPackage('execa'), { by: 'other' } as const])
      expect(variablesOf(variablesCopied(caller))).toEqual(expect.arrayContaining(known));
    expect(variablesOf(variablesCopied())).not.toContain('API_URL');
  });

  it('has no effect if the test runner copies them, or a package that works for it', () => {
    expect(variablesOf(variablesCopied(runner))).toEqual([]);
    expect(tracesOf(main, [variablesCopied(inPackage('tinyexec'))]).process.variables).toEqual([]);
    expect(tracesOf(main, [variablesCopied(plugin)]).process.variables).toEqual(
      expect.arrayContaining(known),
    );
  });
});

describe('a process with several test files', () => {
  it('counts reads of the code of a test file for that test file', () => {
    const { testFiles } = tracesOf(shared, [
      ...testFileRun,
      variableRead('API_URL'),
      testFileEnded,
      ...testFileRun,
      testFileEnded,
    ]);
    expect(testFiles.map(({ variables }) => variables)).toEqual([['API_URL'], []]);
  });

  it('counts reads from the environment of a test file for that test file, independently of the caller', () => {
    const { testFiles, process } = tracesOf(shared, [
      variableRead('BEFORE', { ...plugin, isForTest: true }),
      ...testFileRun,
      variableRead('API_URL', { ...plugin, isForTest: true }),
      testFileEnded,
      testFileStarted,
      testFileEnded,
    ]);
    expect(testFiles.map(({ variables }) => variables)).toEqual([['BEFORE', 'API_URL'], []]);
    expect(process.variables).toEqual([]);
  });

  it('counts reads of code that stays loaded for all later test files', () => {
    const { testFiles } = tracesOf(shared, [
      testFileStarted,
      testFileEnded,
      testFileStarted,
      variableRead('API_URL', plugin),
      testFileEnded,
      testFileStarted,
      testFileEnded,
    ]);
    expect(testFiles.map(({ variables }) => variables)).toEqual([[], ['API_URL'], ['API_URL']]);
  });

  it("counts reads of a configuration for every test file of the test runner's process", () => {
    const events = [fileRead('p/data.json', plugin), variableRead('API_URL', plugin)];
    expect(tracesOf(main, events).process.variables).toEqual(['API_URL']);
  });
});
