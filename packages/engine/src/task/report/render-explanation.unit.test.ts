import { type BlockKey, type Fallback, formatBlockId, type TestDependencies } from '@nx-testmon/core';
import { expect, test } from 'vitest';
import { renderExplanation } from './render-explanation';

const key = (module: string, name: string): BlockKey => formatBlockId({ kind: 'block', module, name });

const project = formatBlockId({ kind: 'project', name: 'a' });
const run = key('a/run.ts', 'run()');
const effects = key('a/run.test.ts', '<effects>');
const file = { testFile: { suite: 'a:', path: 'a/run.test.ts' }, reason: '' };

function explain(
  blocks: readonly BlockKey[],
  more: Partial<TestDependencies> = {},
  fallbacks: readonly Fallback[] = [],
): string[] {
  const reachable: TestDependencies = {
    hashes: new Map([...blocks, run, effects].map((block) => [block, '1'])),
    causes: new Map(),
    modules: new Set(),
    configurations: new Set(),
    needsTracedLoads: false,
    ...more,
  };
  const decision = { kind: 'changed', blocks } as const;
  return renderExplanation({ ...file, decision, fallbacks }, { reachable })
    .split('\n')
    .slice(3);
}

test('a project that counts as a whole is explained by the code that causes it, and the path to the test', () => {
  const git: Fallback = { kind: 'process-started', module: 'a/run.ts', line: 12, subject: 'git' };
  const causes = new Map<string, string>([
    [project, run],
    [run, effects],
    [effects, 'a/run.test.ts'],
  ]);
  expect(explain([project], { causes }, [git])).toEqual([
    '  depends on more than it executes and reads:',
    "    a/run.ts:12 starts git, whose reads can't be traced",
    '',
    '  project:a',
    "    fallback: a/run.ts:12 starts git, whose reads can't be traced",
    '    ← a/run.ts#run()',
    '    ← a/run.test.ts#<effects>',
    '    ← a/run.test.ts',
  ]);
});

test('the test requested the path that a computed specifier leads to', () => {
  const load = formatBlockId({ kind: 'load', module: 'a/run.ts', specifier: './b' });
  expect(explain([load])).toEqual(['', '  load:a/run.ts=>./b', '    read by this test in its last run']);
});
