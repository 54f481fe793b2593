import { hasScope, type ReadTrace } from '@nx-testmon/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attributionPolicy, type ProcessKind } from '../attribution/policies';
import {
  compilationEnded,
  compilationStarted,
  fileCreated,
  fileOverwritten,
  fileRead,
  folderListed,
  loadsTraced,
  lookupMade,
  moduleLoaded,
  packageLoaded,
  packageRead,
  processStarted,
  specifierUsed,
  statsRead,
  testFileEnded,
  sharingTestFileStarted,
  testFileStarted,
  tracesOf,
  tracingLost,
  variableRead,
  variablesCopied,
  variableWritten,
} from './events.testing';
import type { Caller, EventOf, ReadEvent } from './read-event';
import { isVariableWriteSettled } from './reduce-variables';

const paths = ['a', 'b.ts', 'p/c.ts', 'p', 'p/q/d'];
const names = ['left', 'jest-runtime', '@s/right'];
const path = fc.constantFrom(...paths);
const name = fc.constantFrom(...names);
const variable = fc.constantFrom('API_URL', 'REGION', 'CI', 'NODE_ENV', 'JEST_WORKER_ID');
const digest = fc.constantFrom('1', '2', 'missing');
const reason = fc.constantFrom('first', 'second');
const caller: fc.Arbitrary<Caller> = fc
  .record({
    by: fc.constantFrom<Caller['by']>('loader', 'runner', 'search', 'own', 'other'),
    file: fc.constantFrom(undefined, ...paths.map((one) => `/w/${one}`), '/w/node_modules/left/index.js'),
  })
  .map(({ by, file }) => ({ by, ...(file === undefined ? {} : { file }) }));

const setting = fc.tuple(variable, caller, fc.boolean()).map((args) => variableWritten(...args));
const something: fc.Arbitrary<ReadEvent> = fc.oneof(
  fc.tuple(path, caller, digest).map((args) => fileRead(...args)),
  fc.tuple(path, caller, digest).map((args) => statsRead(...args)),
  fc.tuple(path, caller, digest).map((args) => folderListed(...args)),
  fc.tuple(path, caller, digest).map((args) => lookupMade(...args)),
  fc.tuple(name, caller, fc.boolean()).map((args) => packageRead(...args)),
  fc.tuple(path, digest).map((args) => moduleLoaded(...args)),
  fc.tuple(path, name).map((args) => specifierUsed(...args)),
  name.map(packageLoaded),
  path.map(fileCreated),
  path.map(fileOverwritten),
  fc.tuple(variable, caller).map((args) => variableRead(...args)),
  setting,
  caller.map(variablesCopied),
  fc.tuple(caller, reason).map((args) => processStarted(...args)),
  reason.map(tracingLost),
  fc.constantFrom(compilationStarted, compilationEnded),
);

interface History {
  /** The events before the first test file, between two test files, and after the last one, in turn. */
  readonly outside: readonly (readonly ReadEvent[])[];
  readonly inside: readonly (readonly ReadEvent[])[];
}

const some = fc.array(something, { maxLength: 12 });
const history: fc.Arbitrary<History> = fc.integer({ min: 1, max: 4 }).chain((count) =>
  fc.record({
    outside: fc.array(some, { minLength: count, maxLength: count }),
    inside: fc.array(some, { minLength: count, maxLength: count }),
  }),
);

function eventsOf({ outside, inside }: History, started: ReadEvent = testFileStarted): ReadEvent[] {
  return [
    loadsTraced,
    ...inside.flatMap((events, at) => [...(outside[at] ?? []), started, ...events, testFileEnded]),
  ];
}

/** The ways in which processes run test files. In some workers, test files share modules. */
const processes = [
  ['test-file-worker', testFileStarted],
  ['test-file-worker, shared modules', sharingTestFileStarted],
  ['test-file-worker, unknown test file', { type: 'TestFileStarted', sharingTestFile: '' }],
  ['shared-process', testFileStarted],
  ['test-file-process', testFileStarted],
  ['subprocess', testFileStarted],
] as const satisfies readonly (readonly [string, ReadEvent])[];
const policyOf = (name: string) => attributionPolicy(name.replace(/,.*/, '') as ProcessKind);

/** Whether the caller is other code than the test runner, its search, its loader and nx-testmon. */
function isData(event: ReadEvent): boolean {
  return 'caller' in event && event.caller.by === 'other';
}

/**
 * Whether reading a variable counts. Variables without meaning never count; those of CI services count by
 * their reader.
 */
function countsAlways({ name: read, caller: by }: EventOf<'VariableRead'>): boolean {
  if (['NODE_ENV', 'JEST_WORKER_ID'].includes(read)) return false;
  return read !== 'CI' || (by.file !== undefined && !by.file.includes('node_modules'));
}

/** Whether a trace contains an event, or something that selects more. */
function holds(trace: ReadTrace, event: ReadEvent): boolean {
  switch (event.type) {
    case 'FileRead':
    case 'FileStatsRead':
      return event.target.path in trace.files || event.target.path in trace.modules;
    case 'FolderListed':
      return event.target.path in trace.folders;
    case 'LookupMade':
      return event.target.path in trace.lookups;
    case 'PackageRead':
    case 'PackageLoaded':
      return event.target.package !== undefined && trace.packages.includes(event.target.package);
    case 'ModuleLoaded':
      return (
        event.target.path in trace.modules ||
        event.target.path in trace.files ||
        trace.loads?.byNode.includes(event.target.path) === true
      );
    case 'SpecifierUsed':
      return trace.loads?.specifiers[event.module]?.includes(event.specifier) === true;
    case 'VariableRead':
      return trace.variables.includes(event.name) || !countsAlways(event);
    case 'ProcessStarted':
      return hasScope(trace.fallbacks, 'project');
    case 'TracingLost':
      return hasScope(trace.fallbacks, 'data');
    case 'LoadsTraced':
    case 'OutsideFileRead':
    case 'FileCreated':
    case 'FileOverwritten':
    case 'FileChanged':
    case 'VariableWritten':
    case 'VariablesCopied':
    case 'TestFileStarted':
    case 'TestFileEnded':
    case 'CompilationStarted':
    case 'CompilationEnded':
      return true;
    default:
      return event satisfies never;
  }
}

/** Paths and variables that a process has set itself at any time. Reads of them may be left out. */
function ownPaths(events: readonly ReadEvent[]): string[] {
  return events.flatMap((event) => {
    if (event.type === 'FileCreated' || event.type === 'FileOverwritten') return [event.path];
    return event.type === 'VariableWritten' ? [`$${event.name}`] : [];
  });
}

function mayBeLeftOut(event: ReadEvent, own: readonly string[]): boolean {
  if (event.type === 'VariableRead') return own.includes(`$${event.name}`);
  if (!('target' in event) || event.target.path === undefined) return false;
  const { path: asked } = event.target;
  return own.some((one) => asked === one || asked.startsWith(`${one}/`));
}

function mustCount(event: ReadEvent): boolean {
  return (
    isData(event) ||
    event.type === 'ModuleLoaded' ||
    event.type === 'SpecifierUsed' ||
    event.type === 'PackageLoaded' ||
    event.type === 'TracingLost'
  );
}

describe('random events of a process', () => {
  it.each(processes)('%s: no test file loses events that happened while it ran', (name, started) => {
    const policy = policyOf(name);
    fc.assert(
      fc.property(history, (one) => {
        const { testFiles } = tracesOf(policy, eventsOf(one, started));
        one.inside.forEach((events, at) => {
          const own = ownPaths(eventsOf(one));
          const lost = events.filter(
            (event) =>
              mustCount(event) && !mayBeLeftOut(event, own) && !holds(testFiles[at] as ReadTrace, event),
          );
          expect(lost).toEqual([]);
        });
      }),
      { numRuns: 2_000 },
    );
  });

  it.each(processes)('%s: no test file loses events that happened before it', (name, started) => {
    const policy = policyOf(name);
    fc.assert(
      fc.property(history, (one) => {
        const { testFiles } = tracesOf(policy, eventsOf(one, started));
        const own = ownPaths(eventsOf(one));
        testFiles.forEach((trace, at) => {
          const before = one.outside.slice(0, at + 1).flat();
          const lost = before.filter(
            (event) => mustCount(event) && !mayBeLeftOut(event, own) && !holds(trace, event),
          );
          expect(lost).toEqual([]);
        });
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['shared-process', testFileStarted],
    ['test-file-worker, shared modules', sharingTestFileStarted],
    ['test-file-worker, unknown test file', { type: 'TestFileStarted', sharingTestFile: '' }],
  ] as const)('%s: no later test file loses reads of code that stays loaded', (name, started) => {
    const stays: Caller = { by: 'other', file: '/w/tools/plugin.js' };
    fc.assert(
      fc.property(history, fc.nat(), path, (one, where, asked) => {
        const at = where % one.inside.length;
        const read = lookupMade(asked, stays, 'file');
        const inside = one.inside.map((events, index) => (index === at ? [...events, read] : events));
        const events = eventsOf({ ...one, inside }, started);
        fc.pre(!mayBeLeftOut(read, ownPaths(events)));
        const { testFiles } = tracesOf(policyOf(name), events);
        expect(testFiles.slice(at).filter((trace) => !holds(trace, read))).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });

  it('test-file-worker, shared modules: all loads count for later test files', () => {
    fc.assert(
      fc.property(history, (one) => {
        const { testFiles } = tracesOf(policyOf('test-file-worker'), eventsOf(one, sharingTestFileStarted));
        testFiles.forEach((trace, at) => {
          const loads = one.inside
            .slice(0, at + 1)
            .flat()
            .filter(
              ({ type }) => type === 'ModuleLoaded' || type === 'SpecifierUsed' || type === 'PackageLoaded',
            );
          expect(loads.filter((event) => !holds(trace, event))).toEqual([]);
        });
      }),
      { numRuns: 2_000 },
    );
  });

  it.each(['runner-process', 'node-main-process'] as const)(
    '%s: the process loses nothing, except what the dependency graph compares',
    (kind) => {
      fc.assert(
        fc.property(history, (one) => {
          const events = eventsOf(one);
          const { process } = tracesOf(attributionPolicy(kind), events);
          const own = ownPaths(events);
          const lost = events.filter(
            (event) => mustCount(event) && !mayBeLeftOut(event, own) && !holds(process, event),
          );
          expect(lost).toEqual([]);
        }),
        { numRuns: 2_000 },
      );
    },
  );

  it.each(['test-file-worker', 'shared-process', 'runner-process', 'test-file-process'] as const)(
    '%s: the first state of a path is kept, whatever else happens',
    (kind) => {
      fc.assert(
        fc.property(history, some, (one, more) => {
          const policy = attributionPolicy(kind);
          const events = eventsOf(one).filter(({ type }) => type !== 'TestFileEnded');
          const then = tracesOf(policy, [...events, testFileEnded]).testFiles[0] as ReadTrace;
          const later = tracesOf(policy, [...events, ...more, testFileEnded]).testFiles[0] as ReadTrace;
          expect(later).toMatchObject({ files: then.files, folders: then.folders, lookups: then.lookups });
        }),
        { numRuns: 500 },
      );
    },
  );

  it.each([
    'test-file-worker',
    'shared-process',
    'runner-process',
    'test-file-process',
    'node-main-process',
  ] as const)('%s: setting a variable changes nothing if its writer is not looked up', (kind) => {
    const policy = attributionPolicy(kind);
    const once = fc.array(
      fc.oneof(
        fc.tuple(variable, caller).map((args) => variableRead(...args)),
        setting,
      ),
    );
    const writes = fc.array(once, { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(writes, writes, (outside, inside) => {
        const events = eventsOf({ outside, inside });
        const shortened = tracesOf(
          policy,
          events,
          (state, event) =>
            event.type === 'VariableWritten' &&
            isVariableWriteSettled(policy, state, event.name, event.isRestored),
        );
        expect(shortened).toEqual(tracesOf(policy, events));
      }),
      { numRuns: 2_000 },
    );
  });
});
