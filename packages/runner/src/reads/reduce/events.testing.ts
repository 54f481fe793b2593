import type { ReadTrace } from '@nx-testmon/core';
import type { AttributionPolicy } from '../attribution/attribution-policy';
import type { Caller, ReadEvent, Target, WorkspaceTarget } from './read-event';
import { reduceReads } from './reduce-reads';
import { createTraceState, type TraceState } from './trace-state';

/** Code of a test file that the test runner has read. */
export const testCode: Caller = { by: 'other', file: '/w/p/a.test.ts' };
/** Code that stays loaded in the process: an environment, a plugin. */
export const plugin: Caller = { by: 'other', file: '/w/tools/plugin.js' };
export const runner: Caller = { by: 'runner', file: '/w/node_modules/vitest/dist/index.js' };
export const loader: Caller = { by: 'loader' };
export const search: Caller = { by: 'search', file: '/w/node_modules/jest-resolve/index.js' };
export const own: Caller = { by: 'own' };

export function inWorkspace(path: string): WorkspaceTarget {
  return { absolute: `/w/${path}`, path };
}

export function inPackage(name: string, file = 'index.js'): Target {
  const path = `node_modules/${name}/${file}`;
  return { absolute: `/w/${path}`, path, package: name };
}

export function fileRead(path: string, caller: Caller = testCode, digest = '1'): ReadEvent {
  return { type: 'FileRead', target: inWorkspace(path), caller, digest };
}

export function statsRead(path: string, caller: Caller = testCode, digest = '1'): ReadEvent {
  return { type: 'FileStatsRead', target: inWorkspace(path), caller, digest };
}

export function folderListed(path: string, caller: Caller = testCode, digest = '1'): ReadEvent {
  return { type: 'FolderListed', target: inWorkspace(path), caller, digest };
}

export function lookupMade(path: string, caller: Caller = testCode, lookup = 'file'): ReadEvent {
  return { type: 'LookupMade', target: inWorkspace(path), caller, lookup };
}

export function packageRead(name: string, caller: Caller = testCode, isContent = true): ReadEvent {
  return { type: 'PackageRead', target: inPackage(name), caller, isContent };
}

export function moduleLoaded(path: string, digest = '1'): ReadEvent {
  return { type: 'ModuleLoaded', target: inWorkspace(path), digest };
}

export const loadsTraced: ReadEvent = { type: 'LoadsTraced' };

export function specifierUsed(module: string, specifier: string, caller: Caller = loader): ReadEvent {
  return { type: 'SpecifierUsed', module, specifier, caller };
}

export function packageLoaded(name: string): ReadEvent {
  return { type: 'PackageLoaded', target: inPackage(name) };
}

export function fileCreated(path: string): ReadEvent {
  return { type: 'FileCreated', path };
}

export function fileOverwritten(path: string): ReadEvent {
  return { type: 'FileOverwritten', path };
}

export function variableRead(name: string, caller: Caller = testCode): ReadEvent {
  return { type: 'VariableRead', name, caller };
}

export function variableWritten(name: string, caller: Caller = testCode, isRestored = false): ReadEvent {
  return { type: 'VariableWritten', name, caller, isRestored };
}

export function variablesCopied(caller: Caller = testCode): ReadEvent {
  return { type: 'VariablesCopied', caller };
}

export function processStarted(caller: Caller = testCode, subject = 'git'): ReadEvent {
  return { type: 'ProcessStarted', caller, fallback: { kind: 'process-started', subject } };
}

export function tracingLost(subject = 'a.node'): ReadEvent {
  return { type: 'TracingLost', fallback: { kind: 'native-code', subject } };
}

/** The subjects of the causes of a trace, in the order of their occurrence. */
export function subjectsOf(trace: ReadTrace | undefined): readonly (string | undefined)[] {
  return trace?.fallbacks?.map(({ subject }) => subject) ?? [];
}

export const testFileStarted: ReadEvent = { type: 'TestFileStarted' };
/** The test file shares modules with others, and its code is {@link testCode}. */
export const sharingTestFileStarted: ReadEvent = {
  type: 'TestFileStarted',
  sharingTestFile: '/w/p/a.test.ts',
};
export const testFileEnded: ReadEvent = { type: 'TestFileEnded' };
export const compilationStarted: ReadEvent = { type: 'CompilationStarted' };
export const compilationEnded: ReadEvent = { type: 'CompilationEnded' };

/** The test runner reads the code of a test file. From then on, this code reads as that test file. */
export const testFileRun: readonly ReadEvent[] = [testFileStarted, fileRead('p/a.test.ts', runner, 'code')];

export function stateAfter(policy: AttributionPolicy, events: readonly ReadEvent[]): TraceState {
  return events.reduce((state, event) => reduceReads(policy, state, event), createTraceState());
}

/**
 * Reads of each test file at its end, then the reads of the process that belong to no single test file.
 *
 * @param isLeftOut events that the tracer does not report
 */
export function tracesOf(
  policy: AttributionPolicy,
  events: readonly ReadEvent[],
  isLeftOut: (state: TraceState, event: ReadEvent) => boolean = () => false,
): { readonly testFiles: readonly ReadTrace[]; readonly process: ReadTrace } {
  const testFiles: ReadTrace[] = [];
  let state = createTraceState();
  for (const event of events) {
    if (event.type === 'TestFileEnded') testFiles.push(policy.traceOfTestFile(state));
    if (isLeftOut(state, event)) continue;
    state = reduceReads(policy, state, event);
  }
  return { testFiles, process: policy.traceOfProcess(state) };
}

/** Reads of a test file that starts, causes these events, and ends. */
export function traceOf(policy: AttributionPolicy, events: readonly ReadEvent[]): ReadTrace {
  return tracesOf(policy, [testFileStarted, ...events, testFileEnded]).testFiles[0] as ReadTrace;
}
