import { describe, expect, it } from 'vitest';
import {
  compilationEnded,
  compilationStarted,
  fileCreated,
  fileOverwritten,
  fileRead,
  inPackage,
  lookupMade,
  moduleLoaded,
  own,
  packageLoaded,
  packageRead,
  plugin,
  processStarted,
  subjectsOf,
  runner,
  search,
  stateAfter,
  testCode,
  testFileEnded,
  testFileRun,
  testFileStarted,
  tracesOf,
  tracingLost,
} from '../reduce/events.testing';
import type { ReadEvent } from '../reduce/read-event';
import { traceOfCompilation } from '../reduce/trace-state';
import { createSharedProcess } from './shared-process';

const sharedProcess = createSharedProcess(
  String.raw`@swc\/core|unrs-resolver|@jest\/core|jest-(?:cli|config|runner|runtime)`,
);

const tracesAfter = (...events: readonly ReadEvent[]) => tracesOf(sharedProcess, events);
const filesAfter = (...events: readonly ReadEvent[]) =>
  tracesAfter(...events).testFiles.map(({ files }) => Object.keys(files));
const next = [testFileStarted, testFileEnded] as const;

describe('a process that runs several test files beside code that stays loaded', () => {
  it('counts reads of the code of a test file only for that test file', () => {
    expect(filesAfter(...testFileRun, fileRead('a', testCode), testFileEnded, ...next)).toEqual([['a'], []]);
  });

  it('counts reads of other code, which may keep them, for all later test files', () => {
    expect(filesAfter(...testFileRun, fileRead('a', plugin), testFileEnded, ...next, ...next)).toEqual([
      ['a'],
      ['a'],
      ['a'],
    ]);
  });

  it("counts reads that can't be attributed for all later test files", () => {
    const unknown = fileRead('a', { by: 'other' });
    expect(filesAfter(...testFileRun, unknown, testFileEnded, ...next)).toEqual([['a'], ['a']]);
  });

  it('also recognizes the code of a test file by the name that the test runner used', () => {
    const target = { absolute: '/w/p/a.js', path: 'p/a.js', spelled: '/w/node_modules/@w/p/a.js' };
    const asLinked = fileRead('data', { by: 'other', file: '/w/node_modules/@w/p/a.js' });
    expect(
      filesAfter(
        testFileStarted,
        { type: 'FileRead', target, caller: runner, digest: '1' },
        asLinked,
        testFileEnded,
        ...next,
      ),
    ).toEqual([['data'], []]);
  });

  it('treats code that was read for an earlier test file as code that may stay loaded', () => {
    expect(
      filesAfter(...testFileRun, testFileEnded, testFileStarted, fileRead('a'), testFileEnded, ...next),
    ).toEqual([[], ['a'], ['a']]);
  });

  it("treats code that Node's own loader has loaded as code that may stay loaded", () => {
    expect(
      filesAfter(moduleLoaded('p/a.test.ts'), ...testFileRun, fileRead('a'), testFileEnded, ...next),
    ).toEqual([['a'], ['a']]);
  });

  it("treats code of a package that Node's own loader has loaded as code that may stay loaded", () => {
    const kept = { by: 'other', file: inPackage('k').absolute } as const;
    const events = (...loaded: readonly ReadEvent[]) =>
      filesAfter(
        ...loaded,
        testFileStarted,
        packageRead('k', runner),
        fileRead('a', kept),
        testFileEnded,
        ...next,
      );
    expect(events()).toEqual([['a'], []]);
    expect(events(packageLoaded('k'))).toEqual([['a'], ['a']]);
  });

  it('recognizes the code of packages outside of the workspace', () => {
    const target = { absolute: '/store/k/index.js' };
    const kept = fileRead('a', { by: 'other', file: '/store/k/index.js' });
    const of = (caller: typeof runner) =>
      filesAfter(testFileStarted, { type: 'OutsideFileRead', target, caller }, kept, testFileEnded, ...next);
    expect(of(runner)).toEqual([['a'], []]);
    expect(of(plugin)).toEqual([['a'], ['a']]);
  });

  it('counts reads while no test file runs for all later test files, and for the process', () => {
    const { testFiles, process } = tracesAfter(
      fileRead('early', plugin),
      ...testFileRun,
      fileRead('a', plugin),
      testFileEnded,
      fileRead('between', plugin),
      ...next,
    );
    expect(testFiles.map(({ files }) => Object.keys(files))).toEqual([
      ['early', 'a'],
      ['early', 'a', 'between'],
    ]);
    expect(Object.keys(process.files)).toEqual(['early', 'between']);
  });

  it('counts everything for the process if it runs no test file', () => {
    const { process } = tracesAfter(fileRead('a', runner), fileRead('b', plugin), fileCreated('c'));
    expect(process).toMatchObject({ modules: { a: '1' }, files: { b: '1' }, created: ['c'] });
  });

  it('counts reads of the test runner between two test files only for the next one', () => {
    const { testFiles } = tracesAfter(...next, fileRead('p/b.test.ts', runner, 'b'), ...next, ...next);
    expect(testFiles.map(({ modules }) => modules)).toEqual([{}, { 'p/b.test.ts': 'b' }, {}]);
  });

  it('reports the modules that the test runner has read as executed, including those read as data', () => {
    const { testFiles } = tracesAfter(
      ...testFileRun,
      fileRead('b.ts', runner),
      fileRead('b.ts', testCode),
      testFileEnded,
    );
    expect(testFiles[0]).toMatchObject({
      modules: { 'p/a.test.ts': 'code' },
      files: { 'b.ts': '1' },
      loaded: ['p/a.test.ts', 'b.ts'],
    });
  });

  it('never treats a path that one test file has created as created by another', () => {
    const { testFiles } = tracesAfter(
      ...testFileRun,
      fileCreated('tmp'),
      fileOverwritten('out'),
      fileRead('tmp/a'),
      fileRead('out'),
      testFileEnded,
      testFileStarted,
      fileRead('tmp/a'),
      fileRead('out'),
      testFileEnded,
    );
    expect(testFiles.map(({ files, created }) => [Object.keys(files), created])).toEqual([
      [[], ['tmp']],
      [['tmp/a', 'out'], []],
    ]);
  });

  it('counts a search for the test file if the test itself has loaded the searching package', () => {
    const resolver = {
      type: 'PackageRead',
      target: inPackage('jest-resolve'),
      caller: runner,
      isContent: true,
    };
    const looksUp = lookupMade('none', search, 'missing');
    const lookupsAfter = (...events: readonly ReadEvent[]) =>
      tracesAfter(...events).testFiles.map(({ lookups }) => Object.keys(lookups));
    expect(lookupsAfter(testFileStarted, looksUp, testFileEnded)).toEqual([[]]);
    expect(lookupsAfter(testFileStarted, resolver as ReadEvent, looksUp, testFileEnded, ...next)).toEqual([
      ['none'],
      [],
    ]);
  });

  it('counts packages by their readers', () => {
    const { testFiles } = tracesAfter(
      ...testFileRun,
      packageRead('of-test', testCode),
      packageRead('of-runner', runner),
      packageRead('of-plugin', plugin),
      packageRead('not-own', own),
      packageRead('not-search', search),
      packageLoaded('loaded'),
      testFileEnded,
      ...next,
    );
    expect(testFiles.map(({ packages }) => packages)).toEqual([
      ['of-test', 'of-runner', 'of-plugin', 'loaded'],
      ['of-plugin', 'loaded'],
    ]);
  });

  it('recognizes the code of a package although its name is already known', () => {
    const kept = { by: 'other', file: inPackage('k').absolute } as const;
    expect(
      filesAfter(
        packageRead('k', plugin, false),
        testFileStarted,
        packageRead('k', runner),
        fileRead('a', kept),
        testFileEnded,
        ...next,
      ),
    ).toEqual([['a'], []]);
  });

  it.each([
    'jest-config',
    'jest-runtime',
    'jest-cli',
    'jest-runner',
    '@jest/core',
    '@swc/core',
    'unrs-resolver',
  ])('is incomplete if a test runs %s itself', (name) => {
    const { testFiles } = tracesAfter(
      testFileStarted,
      packageRead(`../packages/node_modules/${name}`, runner),
      testFileEnded,
      ...next,
    );
    expect(testFiles.map(({ fallbacks }) => fallbacks)).toEqual([
      [{ kind: 'runs-test-runner', subject: name }],
      undefined,
    ]);
  });

  it('is not incomplete if a test looks up a package of the test runner without running it', () => {
    const { testFiles } = tracesAfter(
      testFileStarted,
      packageRead('node_modules/jest-config', testCode),
      packageRead('node_modules/jest-config', runner, false),
      packageRead('node_modules/jest-image-snapshot', runner),
      testFileEnded,
    );
    expect(testFiles.map(({ fallbacks }) => fallbacks)).toEqual([undefined]);
  });

  it('is incomplete for all later test files after tracing is lost', () => {
    const { testFiles, process } = tracesAfter(
      ...next,
      testFileStarted,
      tracingLost(),
      testFileEnded,
      ...next,
    );
    expect(testFiles.map(subjectsOf)).toEqual([[], ['a.node'], ['a.node']]);
    expect(process.fallbacks).toBeUndefined();
    expect(subjectsOf(tracesAfter(tracingLost(), ...next).process)).toEqual(['a.node']);
  });

  it('falls back for the test file that starts a process, and for all later ones if other code does', () => {
    const fallbacks = (...events: readonly ReadEvent[]) => tracesAfter(...events).testFiles.map(subjectsOf);
    expect(fallbacks(...testFileRun, processStarted(testCode), testFileEnded, ...next)).toEqual([
      ['git'],
      [],
    ]);
    expect(fallbacks(...testFileRun, processStarted(plugin), testFileEnded, ...next)).toEqual([
      ['git'],
      ['git'],
    ]);
    // A test calls a package of the test runner. The test runner itself starts its workers between test
    // files.
    expect(fallbacks(...testFileRun, processStarted(runner), testFileEnded)).toEqual([['git']]);
    expect(fallbacks(processStarted(runner), ...testFileRun, testFileEnded)).toEqual([[]]);
  });

  describe('while a module is compiled', () => {
    const compiled = (...events: readonly ReadEvent[]) =>
      traceOfCompilation(stateAfter(sharedProcess, events));

    it('keeps reads for the module, even if the code of a test file reads', () => {
      const events = [...testFileRun, compilationStarted, fileRead('schema', testCode), compilationEnded];
      expect(compiled(...events)?.files).toEqual({ schema: '1' });
      expect(filesAfter(...events, testFileEnded, ...next)).toEqual([['schema'], ['schema']]);
    });

    it('keeps the reads of earlier modules, and no reads outside of compilations', () => {
      const events = [
        compilationStarted,
        fileRead('one', plugin),
        compilationEnded,
        fileRead('outside', plugin),
        compilationStarted,
        fileRead('two', plugin),
        compilationEnded,
      ];
      expect(Object.keys(compiled(...events)?.files ?? {})).toEqual(['one', 'two']);
    });

    it('counts until the last of several compilations has ended', () => {
      const events = [compilationStarted, compilationStarted, compilationEnded, fileRead('a', plugin)];
      expect(compiled(...events)?.files).toEqual({ a: '1' });
    });

    it('is absent if nothing was read, and reports lost tracing', () => {
      expect(compiled(compilationStarted, compilationEnded)).toBeUndefined();
      expect(subjectsOf(compiled(compilationStarted, tracingLost(), compilationEnded))).toEqual(['a.node']);
      expect(subjectsOf(compiled(compilationStarted, processStarted(plugin), compilationEnded))).toEqual([
        'git',
      ]);
    });
  });
});
