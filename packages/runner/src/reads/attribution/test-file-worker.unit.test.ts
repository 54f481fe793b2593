import { noReads } from '@nx-testmon/core';
import { describe, expect, it } from 'vitest';
import {
  fileCreated,
  fileOverwritten,
  fileRead,
  folderListed,
  inPackage,
  loader,
  lookupMade,
  own,
  packageRead,
  plugin,
  processStarted,
  subjectsOf,
  runner,
  search,
  sharingTestFileStarted,
  statsRead,
  testCode,
  testFileEnded,
  testFileStarted,
  traceOf,
  tracesOf,
  tracingLost,
} from '../reduce/events.testing';
import type { ReadEvent } from '../reduce/read-event';
import { testFileWorker } from './test-file-worker';

const trace = (...events: readonly ReadEvent[]) => traceOf(testFileWorker, events);
const filesOfEach = (events: readonly ReadEvent[]) =>
  tracesOf(testFileWorker, events).testFiles.map(({ files }) => Object.keys(files));

describe('a worker in which each test file has its own modules', () => {
  it('counts every read while a test file runs for it, independently of the caller', () => {
    expect(trace(fileRead('a'), fileRead('b', plugin), fileRead('c', { by: 'other' })).files).toEqual({
      a: '1',
      b: '1',
      c: '1',
    });
  });

  it('counts reads before the first test file, and between two, for all later ones', () => {
    expect(
      filesOfEach([
        fileRead('early'),
        testFileStarted,
        fileRead('of one'),
        testFileEnded,
        fileRead('between'),
        testFileStarted,
        fileRead('of two'),
        testFileEnded,
      ]),
    ).toEqual([
      ['early', 'of one'],
      ['early', 'between', 'of two'],
    ]);
  });

  it('returns the reads so far if no test file has started', () => {
    expect(filesOfEach([fileRead('early'), testFileEnded])).toEqual([['early']]);
  });

  it('keeps reads that belong to no single test file for the process', () => {
    const { process } = tracesOf(testFileWorker, [
      fileRead('early'),
      testFileStarted,
      fileRead('of one'),
      testFileEnded,
    ]);
    expect(Object.keys(process.files)).toEqual(['early']);
  });

  it('counts modules that the test runner or the loader reads, and lookups of the test runner that find nothing', () => {
    expect(
      trace(
        fileRead('a.ts', runner, 'a'),
        fileRead('b.ts', loader, 'b'),
        lookupMade('c.ts', runner, 'missing'),
        lookupMade('d.ts', runner, 'file'),
        statsRead('e.ts', runner, 'missing'),
        statsRead('f.ts', runner, 'here'),
        folderListed('g', runner, 'names'),
        lookupMade('h.ts', loader, 'missing'),
        folderListed('i', loader),
      ),
    ).toEqual({
      ...noReads,
      loads: undefined,
      modules: { 'a.ts': 'a', 'b.ts': 'b' },
      files: { 'e.ts': 'missing' },
      lookups: { 'c.ts': 'missing' },
      folders: { g: 'names' },
    });
  });

  it('counts content and dates of a folder as a lookup', () => {
    const folder = { absolute: '/w/data', path: 'data' };
    const asked = { target: folder, caller: plugin, digest: 'folder', lookup: 'folder libs/data' };
    expect(trace({ type: 'FileStatsRead', ...asked }).lookups).toEqual({ data: 'folder libs/data' });
    expect(trace({ type: 'FileRead', ...asked }).lookups).toEqual({ data: 'folder libs/data' });
  });

  it("leaves out nx-testmon's own reading and the search for modules", () => {
    expect(trace(fileRead('a', own), lookupMade('b', search), folderListed('c', search))).toEqual({
      ...noReads,
      loads: undefined,
    });
  });

  it('counts packages independently of the caller, and no file of a package without a name', () => {
    expect(
      trace(packageRead('a', runner), packageRead('b', search, false), {
        type: 'PackageRead',
        target: { absolute: '/w/node_modules/.bin/x', path: 'node_modules/.bin/x' },
        caller: plugin,
        isContent: true,
      }).packages,
    ).toEqual(['a', 'b']);
  });

  it('leaves out what the test file has created or overwritten, by content', () => {
    expect(
      trace(
        fileCreated('tmp'),
        fileRead('tmp/a'),
        folderListed('tmp'),
        fileOverwritten('out.json'),
        fileRead('out.json'),
        statsRead('out.json'),
        lookupMade('out.json', plugin, 'file'),
      ),
    ).toEqual({ ...noReads, loads: undefined, created: ['tmp'], lookups: { 'out.json': 'file' } });
  });

  it('counts what a test file has created only as its own, and earlier paths as created for all', () => {
    const { testFiles } = tracesOf(testFileWorker, [
      fileCreated('early'),
      testFileStarted,
      fileCreated('one'),
      testFileEnded,
      testFileStarted,
      fileRead('one/a'),
      fileRead('early/a'),
      testFileEnded,
    ]);
    expect(testFiles.map(({ created }) => created)).toEqual([['early', 'one'], ['early']]);
    expect(testFiles[1]?.files).toEqual({ 'one/a': '1' });
  });

  it('falls back to the whole project if the test file starts a process', () => {
    expect(subjectsOf(trace(processStarted(plugin)))).toEqual(['git']);
    expect(subjectsOf(trace(processStarted(runner)))).toEqual(['git']);
    const { testFiles } = tracesOf(testFileWorker, [processStarted(runner), testFileStarted, testFileEnded]);
    expect(testFiles.map(({ fallbacks }) => fallbacks)).toEqual([undefined]);
  });

  it('is incomplete if tracing was lost before the test file or while it ran', () => {
    const lostEarly = tracesOf(testFileWorker, [tracingLost(), testFileStarted, testFileEnded]).testFiles;
    expect(subjectsOf(lostEarly[0])).toEqual(['a.node']);
    const { testFiles } = tracesOf(testFileWorker, [
      testFileStarted,
      testFileEnded,
      testFileStarted,
      tracingLost(),
      testFileEnded,
      testFileStarted,
      testFileEnded,
    ]);
    expect(testFiles.map(subjectsOf)).toEqual([[], ['a.node'], []]);
  });

  it('is incomplete if more files are read than the limit of tracing', () => {
    const reads = Array.from({ length: 20_001 }, (_, at) => fileRead(`f${at}`));
    expect(trace(...reads.slice(1)).fallbacks).toBeUndefined();
    expect(trace(...reads).fallbacks).toEqual([{ kind: 'too-many-reads', subject: '20000' }]);
  });

  it('does not distinguish callers: all code of the worker belongs to the test file', () => {
    const { testFiles } = tracesOf(testFileWorker, [
      testFileStarted,
      fileRead('x.js', runner),
      { type: 'OutsideFileRead', target: inPackage('jest-config'), caller: runner },
      testFileEnded,
    ]);
    expect(testFiles[0]).toEqual({ ...noReads, loads: undefined, modules: { 'x.js': '1' } });
  });
});

describe('a worker in which test files share modules', () => {
  const names = ({ files }: { readonly files: object }) => Object.keys(files);
  const second: ReadEvent = { type: 'TestFileStarted', sharingTestFile: '/w/p/b.test.ts' };

  it('counts reads of shared code for later test files, but not reads of a test file itself', () => {
    const { testFiles } = tracesOf(testFileWorker, [
      sharingTestFileStarted,
      fileRead('of the test file'),
      fileRead('of the runner', runner),
      fileRead('of shared code', plugin),
      fileRead('of unknown code', { by: 'other' }),
      testFileEnded,
      second,
      fileRead('of the first again'),
      testFileEnded,
    ]);
    expect(testFiles.map(names)).toEqual([
      ['of the test file', 'of shared code', 'of unknown code'],
      ['of shared code', 'of unknown code', 'of the first again'],
    ]);
    expect(testFiles.map(({ includesEarlierTestFiles }) => includesEarlierTestFiles)).toEqual([true, true]);
  });

  it('counts all reads for later test files if the path of the test file is unknown', () => {
    const unknown: ReadEvent = { type: 'TestFileStarted', sharingTestFile: '' };
    const { testFiles } = tracesOf(testFileWorker, [
      unknown,
      fileRead('a'),
      testFileEnded,
      unknown,
      fileRead('b'),
      testFileEnded,
    ]);
    expect(testFiles.map(names)).toEqual([['a'], ['a', 'b']]);
  });

  it('falls back for later test files if shared code starts a process or tracing is lost', () => {
    const { testFiles } = tracesOf(testFileWorker, [
      sharingTestFileStarted,
      processStarted(testCode, 'own'),
      processStarted(plugin, 'shared'),
      tracingLost(),
      testFileEnded,
      second,
      testFileEnded,
    ]);
    expect(testFiles.map(subjectsOf)).toEqual([
      ['own', 'shared', 'a.node'],
      ['shared', 'a.node'],
    ]);
  });

  it('never treats a path that an earlier test file has created as its own', () => {
    const { testFiles } = tracesOf(testFileWorker, [
      sharingTestFileStarted,
      fileCreated('made'),
      testFileEnded,
      second,
      fileRead('made'),
      testFileEnded,
    ]);
    expect(testFiles[1]).toMatchObject({ created: [], files: { made: '1' } });
  });
});
