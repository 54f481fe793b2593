import { type BlockKey, formatBlockId, type TestDependencies } from '@nx-testmon/core';
import { expect, test } from 'vitest';
import { renderExplanation } from './render-explanation';

const key = (module: string, name: string): BlockKey => formatBlockId({ kind: 'block', module, name });

const project = formatBlockId({ kind: 'project', name: 'a' });
const run = key('a/run.ts', 'run()');
const effects = key('a/run.test.ts', '<effects>');
const file = { testFile: { suite: 'a:', path: 'a/run.test.ts' }, reason: '' };

function explain(blocks: readonly BlockKey[], more: Partial<TestDependencies> = {}): string[] {
  const dependencies: TestDependencies = {
    hashes: new Map([...blocks, run, effects].map((block) => [block, '1'])),
    causes: new Map(),
    modules: new Set(),
    needsTracedLoads: false,
    fallbacks: new Map(),
    ...more,
  };
  const text = renderExplanation({ ...file, decision: { kind: 'changed', blocks } }, dependencies);
  return text.split('\n').slice(4);
}

test('a project that counts as a whole is explained by the code that makes it count, and the path to the test', () => {
  const fallbacks = new Map([[project, `${run} starts a process or a thread`]]);
  const causes = new Map<string, string>([
    [project, run],
    [run, effects],
    [effects, 'a/run.test.ts'],
  ]);
  expect(explain([project], { fallbacks, causes })).toEqual([
    '  project:a',
    '    all of it counts: a/run.ts#run() starts a process or a thread',
    '    ← a/run.ts#run()',
    '    ← a/run.test.ts#<effects>',
    '    ← a/run.test.ts',
  ]);
});

test('where a computed specifier leads was asked by the test', () => {
  const load = formatBlockId({ kind: 'load', module: 'a/run.ts', specifier: './b' });
  expect(explain([load])).toEqual(['  load:a/run.ts=>./b', '    read by this test in its last run']);
});
