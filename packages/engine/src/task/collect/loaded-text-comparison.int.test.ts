import { writeFileSync } from 'node:fs';
import {
  describeFileState,
  digest,
  noReads,
  type ReadTrace,
  type TestDependencies,
  type TestFileResult,
} from '@nx-testmon/core';
import { openWorkspaceFiles } from '@nx-testmon/graph';
import { createWorkspace, type TestWorkspace } from '@nx-testmon/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { modelReader } from '../read-task/model-reader';
import { LoadedTextComparison } from './loaded-text-comparison';

let workspace: TestWorkspace;
beforeEach(() => {
  workspace = createWorkspace({ 'a.ts': 'a', 'b.ts': 'b', 'folder/c.ts': 'c' });
});
afterEach(() => workspace[Symbol.dispose]());

const other = digest('other');

function resultOf(more: Partial<TestFileResult> = {}): TestFileResult {
  const testFile = { suite: 'a:', path: 'a.test.ts' };
  return { testFile, outcome: 'passed', durationMs: 1, endedAt: 1, complete: true, ...more };
}

function differs(
  result: TestFileResult,
  run: { readonly loadedTexts?: Record<string, string[]>; readonly reads?: ReadTrace } = {},
  modules: readonly string[] = [],
  others: readonly TestFileResult[] = [],
): boolean {
  const cache = { file: () => undefined, model: () => undefined };
  const after = openWorkspaceFiles({ root: workspace.root, cache, reader: modelReader, clock: Date.now });
  const all = { ...run, results: [result, ...others], outcome: 'passed', exitCode: 0 } as const;
  const dependencies: TestDependencies = {
    hashes: new Map(),
    causes: new Map(),
    modules: new Set(modules),
    configurations: new Set<string>(),
    needsTracedLoads: false,
  };
  return new LoadedTextComparison(all, after).differsFor(result, dependencies);
}

test('the loaded text is the current text, in one of the forms in which test runners pass it on', () => {
  const texts = (text: string, content: string | Buffer) => {
    writeFileSync(workspace.path('a.ts'), content);
    return differs(resultOf({ loadedTexts: { 'a.ts': [digest(text)] } }));
  };
  expect(texts('a', 'a')).toBe(false);
  expect(texts('other', 'a')).toBe(true);
  expect(texts('a', '\uFEFFa')).toBe(false);
  expect(texts('\nrun();', '#!/usr/bin/env node\nrun();')).toBe(false);
  expect(texts('\nother();', '#!/usr/bin/env node\nrun();')).toBe(true);
  const invalid = Buffer.from([0x61, 0xff]);
  expect(texts(invalid.toString('utf8'), invalid)).toBe(false);
});

test('every text counts that a path had when it was loaded, and a deleted path has none', () => {
  expect(differs(resultOf({ loadedTexts: { 'a.ts': [digest('a'), other] } }))).toBe(true);
  expect(differs(resultOf({ loadedTexts: { 'gone.ts': [other] } }))).toBe(true);
  expect(differs(resultOf({ loadedTexts: { 'gone.ts': ['missing'], folder: ['folder'] } }))).toBe(false);
});

test('a text that was loaded for several test files counts for those that load or reach it', () => {
  const run = { loadedTexts: { 'a.ts': [other] } };
  const loads = (...loaded: string[]) => resultOf({ reads: { ...noReads, loaded } });
  const another: TestFileResult = {
    ...loads('a.ts'),
    testFile: { suite: 'a:', path: 'b.test.ts' },
  };
  expect(differs(loads('a.ts'), run)).toBe(true);
  expect(differs(loads('b.ts'), run, [], [another])).toBe(false);
  expect(differs(loads('b.ts'), run, ['a.ts'], [another])).toBe(true);
  expect(differs({ ...loads('b.ts'), collected: { 'a.ts': [] } }, run, [], [another])).toBe(true);
});

test('it counts for every test file whose loads are unknown, and for all if no test file is known to load it', () => {
  const run = { loadedTexts: { 'a.ts': [other] } };
  const another = resultOf({ reads: { ...noReads, loaded: ['a.ts'] } });
  expect(differs(resultOf(), run, [], [another])).toBe(true);
  expect(differs(resultOf({ reads: noReads }), run, [], [another])).toBe(true);
  const spawns: ReadTrace = { ...noReads, loaded: [], fallbacks: [{ kind: 'process-started' }] };
  expect(differs(resultOf({ reads: spawns }), run, [], [another])).toBe(true);
  expect(differs(resultOf({ reads: { ...noReads, loaded: [] } }), run)).toBe(true);
});

test('the state in which a module was read counts as its text does, unless the run created it', () => {
  const reads: ReadTrace = { ...noReads, modules: { 'a.ts': other }, loaded: ['a.ts'] };
  expect(differs(resultOf({ reads }))).toBe(true);
  expect(differs(resultOf({ reads: { ...reads, created: ['a.ts'] } }))).toBe(false);
  const unchanged: ReadTrace = { ...reads, modules: { 'a.ts': digest('a') } };
  const executable: ReadTrace = { ...reads, modules: { 'a.ts': describeFileState(digest('a'), true) } };
  expect(differs(resultOf({ reads: executable }))).toBe(false);
  expect(differs(resultOf({ reads: unchanged }))).toBe(false);
  expect(differs(resultOf({ reads: unchanged }), { reads: { ...noReads, modules: { 'a.ts': other } } })).toBe(
    true,
  );
});

test('a file that one test file creates, loads and removes does not count for the others', () => {
  const run = { reads: { ...noReads, modules: { 'made.ts': other } } };
  const maker = resultOf({ reads: { ...noReads, loaded: [], created: ['made.ts'] } });
  const another = resultOf({ reads: { ...noReads, loaded: ['a.ts'] } });
  expect(differs(maker, run)).toBe(false);
  expect(differs(another, run, [], [maker])).toBe(false);
  expect(differs(another, run)).toBe(true);
});
