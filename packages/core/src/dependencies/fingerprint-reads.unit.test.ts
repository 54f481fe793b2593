import type { EnvironmentKey } from '../records/environment-id';
import { blockKey } from '../records/block-key.testing';
import { describe, expect, it } from 'vitest';
import { createAnalysis } from '../analysis';
import { sortFingerprints } from '../records/fact';
import { findSuiteDependencies } from './find-suite-dependencies';
import { type ModuleSketch, sketchGraph } from '../graph/graph.testing';
import { executionOf } from '../records/test-execution';
import { factOfTest } from '../records/fact.testing';
import { readsOfTestFile } from './reads-of-test-file';
import { joinReadTraces, noReads } from './join-read-traces';
import type { Fallback } from '../fallback/fallback';
import type { ReadTrace } from '../records/run-result';
import { selectTestFile } from '../selection/select-test-file';

const testFile = 'p/a.test.ts';
const roots = { project: 'p', setup: [], packages: [], snapshots: 'default' as const };
const modules: Readonly<Record<string, ModuleSketch>> = {
  [testFile]: {
    imports: { f: 'p/f.ts f' },
    blocks: {
      '<effects>': { eager: 'yes', uses: ['f'], dependencies: [{ kind: 'asset', specifier: 'p/named.txt' }] },
    },
  },
  'p/f.ts': { blocks: { f: {} } },
  'p/index.ts': { imports: { f: 'p/f.ts f' } },
};
const files = { 'p/data/a.txt': 'a', 'p/data/b.txt': 'b', 'p/named.txt': 'named', 'q/c.txt': 'c' };

type Files = Readonly<Record<string, string>>;
const dependenciesOf = (now: Files) =>
  findSuiteDependencies(createAnalysis(sketchGraph(modules, now)), roots, [{ testFile, types: false }]);

const nothing: ReadTrace = { ...noReads, loaded: [] };
const paths = (...names: string[]) => Object.fromEntries(names.map((name) => [name, '']));

function factOf(then: Files, own: Partial<ReadTrace>, runner: Partial<ReadTrace> = {}) {
  const { reads } = readsOfTestFile({ ...nothing, ...own }, { ...nothing, ...runner }, new Set(['p/f.ts']));
  const { hashes } = dependenciesOf(then).executedDependencies(testFile, { reads });
  return factOfTest(testFile, hashes, { reads });
}

/** Why the test runs after an edit, given its former reads. */
function decisionAfter(now: Files, own: Partial<ReadTrace>, runner?: Partial<ReadTrace>): string {
  const dependencies = dependenciesOf({ ...files, ...now });
  const decision = selectTestFile([factOf(files, own, runner)], {
    environment: 'e' as EnvironmentKey,
    hashes: dependencies.of(testFile).hashes,
    executedDependencies: (execution) => dependencies.executedDependencies(testFile, execution).hashes,
  });
  return decision.kind === 'changed' ? decision.blocks.join(' ') : decision.kind;
}

describe('a test file whose reads are known', () => {
  it("depends on a module that ran in the test runner's process, even if it loads the module itself", () => {
    const ofRunner = { modules: paths('p/f.ts') };
    const attributed = (runner: Partial<ReadTrace>) =>
      readsOfTestFile(nothing, { ...nothing, ...runner }, new Set(['p/f.ts'])).reads.files;
    expect(attributed(ofRunner)).toEqual(new Set());
    expect(attributed({ ...ofRunner, loaded: ['p/f.ts'] })).toEqual(new Set(['p/f.ts']));
  });

  it.each<[string, Partial<ReadTrace>, Files, string]>([
    ['a file that it read', { files: paths('p/data/a.txt') }, { 'p/data/a.txt': 'x' }, 'read:p/data/a.txt'],
    [
      'the neighbor of a file that it read',
      { files: paths('p/data/a.txt') },
      { 'p/data/b.txt': 'x' },
      'skipped',
    ],
    ['a file that it names but did not read', {}, { 'p/named.txt': 'x' }, 'skipped'],
    [
      'a file of another project that it read',
      { files: paths('q/c.txt') },
      { 'q/c.txt': 'x' },
      'read:q/c.txt',
    ],
    [
      'a new file where it read a missing one',
      { files: paths('p/data/c.txt') },
      { 'p/data/c.txt': '' },
      'read:p/data/c.txt',
    ],
    [
      'a new file at a path that it looked up',
      { lookups: paths('p/data/c.txt') },
      { 'p/data/c.txt': '' },
      'find:p/data/c.txt',
    ],
    [
      'the content of a file at a path that it looked up',
      { lookups: paths('p/data/a.txt') },
      { 'p/data/a.txt': 'x' },
      'skipped',
    ],
    [
      'a new file in a folder that it listed',
      { folders: paths('p/data') },
      { 'p/data/c.txt': '' },
      'list:p/data',
    ],
    [
      'the content of a file in a folder that it listed',
      { folders: paths('p/data') },
      { 'p/data/a.txt': 'x' },
      'skipped',
    ],
    ['a package that it read', { packages: ['left'] }, { 'package:left': '2' }, 'package:left'],
    [
      'a module that the graph does not reach',
      { loaded: ['p/data/a.txt'] },
      { 'p/data/a.txt': 'x' },
      'read:p/data/a.txt',
    ],
  ])('is decided right by %s', (_, own, now, expected) => {
    expect(decisionAfter(now, own)).toBe(expected);
  });

  it('counts the text of a module if it was read, not if it was only loaded', () => {
    const readBy = (own: Partial<ReadTrace>) => executionOf(factOf(files, own))?.reads?.files;
    expect(readBy({ loaded: ['p/f.ts'], modules: paths('p/f.ts') })).toEqual(new Set());
    expect(readBy({ loaded: ['p/f.ts'], files: paths('p/f.ts') })).toEqual(new Set(['p/f.ts']));
  });

  it('depends on the reads of the test runner, except for modules that it loaded for tests', () => {
    const runner = {
      files: paths('p/data/a.txt'),
      modules: paths('p/f.ts', 'p/data/b.txt', 'p/package.json'),
    };
    expect(executionOf(factOf(files, {}, runner))?.reads?.files).toEqual(
      new Set(['p/data/a.txt', 'p/data/b.txt']),
    );
  });
});

const nativeCode: Fallback = { kind: 'native-code', subject: 'a.node' };
const processStarted: Fallback = { kind: 'process-started', module: 'p/run.ts', line: 3, subject: 'git' };

describe('all data files of the project count', () => {
  it.each<[string, Partial<ReadTrace>, Partial<ReadTrace>]>([
    ['where reads may have been missed', { fallbacks: [nativeCode] }, {}],
    ['where the runner may have missed reads', {}, { fallbacks: [nativeCode] }],
  ])('%s', (_, own, runner) => {
    expect(decisionAfter({ 'p/data/b.txt': 'x' }, own, runner)).toBe('data:p/data/*');
  });

  it('if the reads of the test runner are unknown', () => {
    const { reads, fallbacks } = readsOfTestFile(
      { ...nothing, files: paths('q/c.txt') },
      undefined,
      new Set(),
    );
    expect(reads).toMatchObject({ isComplete: false, files: new Set(['q/c.txt']) });
    expect(fallbacks).toEqual([{ kind: 'runner-untraced' }]);
  });

  it('if the loaded modules are unknown', () => {
    const { loaded: _, ...trace } = nothing;
    expect(readsOfTestFile(trace, nothing, new Set())).toMatchObject({
      reads: { isComplete: false },
      fallbacks: [{ kind: 'modules-unknown' }],
    });
  });
});

it('the whole project counts if the test or the test runner started a process', () => {
  const fallback = { fallbacks: [processStarted] };
  expect(decisionAfter({ 'p/index.test.md': 'x' }, fallback)).toBe('project:p');
  expect(decisionAfter({ 'p/index.test.md': 'x' }, {}, fallback)).toBe('project:p');
});

it('reads are restored from a fact, and result in the same blocks', () => {
  const own = {
    files: paths('p/data/a.txt', 'p/none'),
    folders: paths('p/data'),
    lookups: paths('q', 'p/none'),
  };
  for (const trace of [own, { ...own, fallbacks: [nativeCode] }, { ...own, fallbacks: [processStarted] }]) {
    const fact = factOf(files, trace);
    const { hashes } = dependenciesOf(files).executedDependencies(testFile, executionOf(fact)!);
    expect(sortFingerprints([...hashes].map(([block, hash]) => ({ block, hash })))).toEqual(
      fact.dependencies,
    );
  }
});

it('paths in a fact that are not relative to the workspace in their shortest form are left out', () => {
  const dependencies = ['/etc/passwd', '../a/../x', '..\\x', 'a/../../x', 'C:/x', 'a\\..\\..\\x', ''].flatMap(
    (path) => ['read:', 'list:', 'find:'].map((kind) => ({ block: blockKey(kind + path), hash: 'x' })),
  );
  const execution = { instrumentedModules: [], reads: { isComplete: false, fallback: false } };
  const reads = executionOf({ dependencies, execution })?.reads;
  expect([reads?.files, reads?.folders, reads?.lookups]).toEqual([new Set(), new Set(), new Set()]);
});

it('paths that the run created, and everything below them, may exist or not afterwards', () => {
  const { wasCreated } = readsOfTestFile(
    { ...nothing, created: ['p/tmp'] },
    { ...nothing, created: ['q/out.txt'] },
    new Set(),
  );
  const blocks = ['find:p/tmp', 'read:p/tmp/a/b', 'read:q/out.txt', 'read:p/tmpx', 'find:p'];
  expect(blocks.map((text) => wasCreated(blockKey(text)))).toEqual([true, true, true, false, false]);
});

it('the reads of two runs of the test runner are joined, and a path that changed between them matches nothing', () => {
  const one = { ...nothing, files: { 'p/a': '1', 'p/b': '1' }, created: ['p/tmp'] };
  const other = { ...nothing, files: { 'p/b': '2', 'p/c': '1' }, fallbacks: [nativeCode] };
  expect(joinReadTraces(one, other)).toMatchObject({
    files: { 'p/a': '1', 'p/b': 'changed', 'p/c': '1' },
    created: ['p/tmp'],
    fallbacks: [nativeCode],
  });
});
