import type { Fallback, ReadTrace } from '@nx-testmon/core';
import { describe, expect, it } from 'vitest';
import { attributionPolicy } from '../attribution/policies';
import {
  fileCreated,
  fileRead,
  folderListed,
  lookupMade,
  moduleLoaded,
  packageLoaded,
  processStarted,
  testCode,
  testFileStarted,
  tracingLost,
  variableRead,
  variableWritten,
} from '../reduce/events.testing';
import type { ReadEvent } from '../reduce/read-event';
import { reduceReads } from '../reduce/reduce-reads';
import { createTraceState, type Observations, toTrace } from '../reduce/trace-state';
import { inheritedState } from './inherited-state';
import { withSubprocesses } from './with-subprocesses';

const started: Fallback = { kind: 'process-started', subject: 'node cli.js' };
const git: Fallback = { kind: 'process-started', module: 'cli.js', line: 2, subject: 'git' };
const startsGit: ReadEvent = { type: 'ProcessStarted', caller: testCode, fallback: git };
const starts = (subprocess: string): ReadEvent => ({
  type: 'ProcessStarted',
  caller: testCode,
  fallback: started,
  subprocess,
});

function observed(kind: 'subprocess' | 'test-file-worker', events: readonly ReadEvent[]): Observations {
  const policy = attributionPolicy(kind);
  const state = [testFileStarted, ...events].reduce(
    (before, event) => reduceReads(policy, before, event),
    createTraceState(),
  );
  return state.observations.testFile;
}

type Subprocesses = Readonly<Record<string, readonly ReadEvent[] | undefined>>;

const reader = (subprocesses: Subprocesses) => (id: string) => {
  const events = subprocesses[id];
  return events && observed('subprocess', events);
};

function traceOf(events: readonly ReadEvent[], subprocesses: Subprocesses): ReadTrace {
  return toTrace(withSubprocesses(observed('test-file-worker', events), reader(subprocesses)));
}

describe('the trace of a test file that starts a process', () => {
  it('contains the reads of the process, and modules by their content', () => {
    const trace = traceOf([fileRead('test.txt'), starts('a')], {
      a: [
        moduleLoaded('cli.js'),
        fileRead('a.txt'),
        folderListed('data'),
        lookupMade('none', testCode, 'missing'),
        packageLoaded('left'),
        variableRead('REGION'),
        fileCreated('out'),
      ],
    });
    expect(trace).toMatchObject({
      files: { 'test.txt': '1', 'cli.js': '1', 'a.txt': '1' },
      modules: {},
      folders: { data: '1' },
      lookups: { none: 'missing' },
      packages: ['left'],
      variables: ['REGION'],
      created: ['out'],
    });
    expect(trace.fallbacks).toBeUndefined();
  });

  it('contains the reads of processes that the process starts', () => {
    const subprocesses = {
      a: [fileRead('a.txt'), starts('b')],
      b: [fileRead('b.txt'), starts('c')],
      c: [fileRead('c.txt')],
    };
    expect(traceOf([starts('a')], subprocesses).files).toEqual({ 'a.txt': '1', 'b.txt': '1', 'c.txt': '1' });
  });

  it('has no state of a file if two processes observed it in two', () => {
    const subprocesses = { a: [fileRead('a.txt', testCode, '1')], b: [fileRead('a.txt', testCode, '2')] };
    expect(traceOf([starts('a'), starts('b')], subprocesses).files).toEqual({ 'a.txt': 'changed' });
  });

  it('leaves out variables that the process has set before it read them', () => {
    const events = [variableWritten('REGION', testCode), variableRead('REGION')];
    expect(traceOf([starts('a')], { a: events }).variables).toEqual([]);
  });

  it.each<[string, Subprocesses, Fallback]>([
    ['left no trace', {}, started],
    ['loaded native code', { a: [tracingLost()] }, started],
    ['started a process that is not traced', { a: [startsGit] }, git],
    // Its starting code is not in the workspace.
    ['started a process without a place', { a: [processStarted()] }, started],
    ['started a process that left no trace', { a: [starts('b')] }, started],
    ['started itself without an end', { a: [starts('a')] }, started],
  ])('falls back to the project if a process %s', (_, subprocesses, expected) => {
    const { files, fallbacks } = traceOf([fileRead('test.txt'), starts('a')], subprocesses);
    expect(fallbacks).toEqual([expected]);
    expect(files).toEqual({ 'test.txt': '1' });
  });

  it('names too many open files as well, because the code that starts the process is not the cause', () => {
    const fallback: Fallback = { kind: 'open-files', subject: 'EMFILE' };
    const { fallbacks } = traceOf([starts('a')], { a: [{ type: 'TracingLost', fallback }] });
    expect(fallbacks).toEqual([started, fallback]);
  });

  it('falls back if one of several processes is not traced, and keeps the reads of the others', () => {
    const { files, fallbacks } = traceOf([starts('a'), starts('b')], { b: [fileRead('b.txt')] });
    expect(fallbacks).toEqual([started]);
    expect(files).toEqual({ 'b.txt': '1' });
  });

  it('falls back if the number of reads exceeds the limit', () => {
    const events = Array.from({ length: 20_002 }, (_, at) => fileRead(`${at}`));
    expect(traceOf([starts('a')], { a: events }).fallbacks).toEqual([started]);
  });
});

it.each(['runner-process', 'shared-process', 'node-main-process'] as const)(
  'a process that a %s starts does not belong to a test file, whether or not it is traced',
  (kind) => {
    const policy = attributionPolicy(kind);
    const state = [testFileStarted, starts('a')].reduce(
      (before, event) => reduceReads(policy, before, event),
      createTraceState(),
    );
    const all = Object.values(state.observations);
    expect(all.flatMap(({ subprocesses }) => [...subprocesses])).toEqual([]);
    expect(all.flatMap(({ fallbacks }) => [...fallbacks.values()])).toContainEqual(started);
  },
);

it('a process that is started between two test files counts for all later ones', () => {
  const policy = attributionPolicy('test-file-worker');
  const { observations } = reduceReads(policy, createTraceState(), starts('a'));
  expect([observations.testFile.subprocesses.size, observations.laterTestFiles.subprocesses.size]).toEqual([
    0, 0,
  ]);
  expect([...observations.laterTestFiles.fallbacks.values()]).toEqual([started]);
});

it('a process does not read what the test and ended processes have created before it', () => {
  const test = observed('test-file-worker', [
    fileCreated('made'),
    { type: 'FileOverwritten', path: 'overwritten' },
    fileRead('changed'),
    { type: 'FileChanged', path: 'changed' },
    variableWritten('REGION', testCode),
    starts('a'),
    starts('running'),
  ]);
  const known = inheritedState(
    test,
    reader({ a: [fileCreated('of-a'), starts('b')], b: [fileCreated('of-b')] }),
  );
  expect(known).toEqual({
    created: ['made', 'of-a', 'of-b'],
    overwritten: ['overwritten', 'changed'],
    ownVariables: ['REGION'],
  });
});
