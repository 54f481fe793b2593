import type { EnvironmentKey } from '../records/environment-id';
import { blockKey } from '../records/block-key.testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAnalysis } from '../analysis';
import { sortFingerprints } from '../records/fact';
import { findSuiteDependencies } from './find-suite-dependencies';
import { type ModuleSketch, sketchGraph } from '../graph/graph.testing';
import { moduleText } from '../model/probe-marks';
import { type ExecutedBlocks, executionOf } from '../records/test-execution';
import { factOfTest } from '../records/fact.testing';
import { selectTestFile } from '../selection/select-test-file';

const testFile = 'p/a.test.ts';
const roots = { project: 'p', setup: ['p/setup.ts'], packages: [], snapshots: 'default' as const };

function graphOf(modules: Readonly<Record<string, ModuleSketch>>) {
  const test = {
    imports: { A: 'p/account.ts Account' },
    blocks: { '<effects>': { eager: 'yes' as const, uses: ['A'] } },
  };
  const all = { [testFile]: test, 'p/setup.ts': {}, ...modules };
  return { ...sketchGraph(all, { 'package:gone': 'gone' }), entryPoints: () => Object.keys(all) };
}

const round: ModuleSketch = { blocks: { round: {}, 'round()': { parent: 'round' } } };
const limit: ModuleSketch = { blocks: { limit: {} } };
function account(text: Readonly<Record<string, string>> = {}): ModuleSketch {
  return {
    imports: { round: 'p/round.ts round', limit: 'p/limit.ts limit' },
    blocks: {
      Account: { text: text['Account'] ?? 'class' },
      'Account.deposit()': { parent: 'Account', uses: ['round'], text: text['deposit'] ?? 'deposit' },
      'Account.withdraw()': { parent: 'Account', uses: ['limit'], text: text['withdraw'] ?? 'withdraw' },
    },
  };
}

type Modules = Readonly<Record<string, ModuleSketch>>;
const before: Modules = { 'p/account.ts': account(), 'p/round.ts': round, 'p/limit.ts': limit };
const deposits: ExecutedBlocks = new Map([
  ['p/account.ts', new Set(['Account.deposit()'])],
  ['p/round.ts', new Set(['round()'])],
]);

function dependenciesOf(modules: Modules) {
  return findSuiteDependencies(createAnalysis(graphOf(modules)), roots, [{ testFile, types: false }]);
}

function factOf(modules: Modules, collected: ExecutedBlocks) {
  const { hashes } = dependenciesOf(modules).executedDependencies(testFile, { executedBlocks: collected });
  return factOfTest(testFile, hashes, { executedBlocks: collected });
}

/** Why the test runs after an edit, given its former execution. */
function decisionAfter(after: Modules, collected: ExecutedBlocks = deposits, then: Modules = before): string {
  const dependencies = dependenciesOf(after);
  const decision = selectTestFile([factOf(then, collected)], {
    environment: 'e' as EnvironmentKey,
    hashes: dependencies.of(testFile).hashes,
    executedDependencies: (execution) => dependencies.executedDependencies(testFile, execution).hashes,
  });
  return decision.kind === 'changed' ? decision.blocks.join(' ') : decision.kind;
}

describe('a test file that executed one method of a class', () => {
  it.each<[string, Modules, string]>([
    ['is skipped when nothing changed', before, 'skipped'],
    [
      'is skipped when another method changed',
      { ...before, 'p/account.ts': account({ withdraw: 'x' }) },
      'skipped',
    ],
    [
      'is skipped when a value that only the other method reads changed',
      { ...before, 'p/limit.ts': { blocks: { limit: { text: 'x' } } } },
      'skipped',
    ],
    [
      'runs when that method changed',
      { ...before, 'p/account.ts': account({ deposit: 'x' }) },
      'p/account.ts#Account.deposit()',
    ],
    [
      'runs when the class itself changed',
      { ...before, 'p/account.ts': account({ Account: 'x' }) },
      'p/account.ts#Account',
    ],
    [
      'runs when a function that the method calls changed',
      { ...before, 'p/round.ts': { blocks: { round: {}, 'round()': { parent: 'round', text: 'x' } } } },
      'p/round.ts#round()',
    ],
    [
      'runs when a module that it loads gets an effect',
      { ...before, 'p/limit.ts': { blocks: { limit: {}, '<effects>': { eager: 'yes' } } } },
      `p/a.test.ts#<load order> p/limit.ts#<effects>`,
    ],
  ])('%s', (_, after, expected) => {
    expect(decisionAfter(after)).toBe(expected);
  });

  it('runs when a module changed and the text of one of its functions was read', () => {
    const read = new Map([...deposits, ['p/account.ts', new Set(['Account.deposit()', moduleText])]]);
    expect(decisionAfter(before, read)).toBe('skipped');
    expect(decisionAfter({ ...before, 'p/account.ts': account({ withdraw: 'x' }) }, read)).toBe(
      'p/account.ts#<text>',
    );
    expect(decisionAfter({ ...before, 'p/limit.ts': { blocks: { limit: { text: 'x' } } } }, read)).toBe(
      'skipped',
    );
  });

  it('runs when the method is gone', () => {
    const { 'Account.deposit()': _, ...blocks } = account().blocks!;
    expect(decisionAfter({ ...before, 'p/account.ts': { ...account(), blocks } })).toContain(
      'Account.deposit()',
    );
  });
});

describe('an import in a method that was not executed', () => {
  const importing = (specifier: string, loads: readonly string[] = []): ModuleSketch => {
    const sketch = account();
    const show = {
      parent: 'Account',
      text: specifier,
      dependencies: [{ kind: 'import' as const, specifier }],
    };
    return { ...sketch, loads, blocks: { ...sketch.blocks, 'Account.show()': show } };
  };
  const dialog: ModuleSketch = { blocks: { '<effects>': { eager: 'yes' } } };
  const then: Modules = {
    ...before,
    'p/account.ts': importing('p/dialog.ts'),
    'p/dialog.ts': dialog,
    'p/other.ts': dialog,
  };
  const { 'p/dialog.ts': _, ...withoutDialog } = then;

  it.each<[string, Modules, string]>([
    ['does not count while it leads to something', { ...then, 'p/dialog.ts': round }, 'skipped'],
    [
      'does not count when it leads to something else',
      { ...then, 'p/account.ts': importing('p/other.ts') },
      'skipped',
    ],
    ['counts when its target is gone', withoutDialog, 'unresolved:p/account.ts=>p/dialog.ts'],
    [
      'counts when its target is missing',
      { ...then, 'p/account.ts': importing('p/dialogue.ts') },
      'unresolved:p/account.ts=>p/dialogue.ts',
    ],
    [
      'counts when its package is missing',
      { ...then, 'p/account.ts': importing('package:gone') },
      'unresolved:p/account.ts=>package:gone',
    ],
    [
      'counts even if loading the module loads a missing package',
      { ...then, 'p/account.ts': importing('p/dialog.ts', ['package:gone']) },
      'package:gone unresolved:p/account.ts=>package:gone',
    ],
  ])('%s', (_title, after, expected) => {
    expect(decisionAfter(after, deposits, then)).toBe(expected);
  });

  it('changes nothing if its target was missing before and still is', () => {
    expect(decisionAfter(withoutDialog, deposits, withoutDialog)).toBe('skipped');
    expect(decisionAfter(then, deposits, withoutDialog)).toBe('unresolved:p/account.ts=>p/dialog.ts');
  });
});

describe('code without known execution counts with all its bodies', () => {
  it('a module without probes', () => {
    const collected = new Map([['p/round.ts', new Set(['round()'])]]);
    expect(decisionAfter({ ...before, 'p/account.ts': account({ withdraw: 'x' }) }, collected)).toBe(
      'p/account.ts#Account.withdraw()',
    );
  });

  it('modules that the setup reaches, which may run in other processes', () => {
    const setup: ModuleSketch = {
      imports: { A: 'p/account.ts Account' },
      blocks: { '<effects>': { eager: 'yes', uses: ['A'] } },
    };
    const then = { ...before, 'p/setup.ts': setup };
    expect(decisionAfter({ ...then, 'p/account.ts': account({ withdraw: 'x' }) }, deposits, then)).toBe(
      'p/account.ts#Account.withdraw()',
    );
  });

  it.each(['mock', 'glob'] as const)('a body with a %s, which is hoisted out of it', (kind) => {
    const helper = (text: string): ModuleSketch => ({
      blocks: {
        Account: {},
        'Account.mock()': {
          parent: 'Account',
          text,
          dependencies: [{ kind, specifier: 'p/limit.ts' }],
        },
      },
    });
    const then = { ...before, 'p/account.ts': helper('a') };
    expect(
      decisionAfter(
        { ...then, 'p/account.ts': helper('b') },
        new Map([['p/account.ts', new Set<string>()]]),
        then,
      ),
    ).toBe('p/account.ts#Account.mock()');
  });
});

it('executed code that no known code leads to is part of the fact', () => {
  const plugin = (text: string): Modules => ({
    ...before,
    'p/plugin.ts': { blocks: { run: {}, 'run()': { parent: 'run', text } } },
  });
  const collected = new Map([...deposits, ['p/plugin.ts', new Set(['run()'])]]);
  expect(decisionAfter(plugin('b'), collected, plugin('a'))).toBe('p/plugin.ts#run()');
  expect(decisionAfter(plugin('a'), collected, plugin('a'))).toBe('skipped');
});

it('an execution is restored from its fact, and another traversal finds the same blocks', () => {
  const names = fc.subarray(['Account.deposit()', 'Account.withdraw()']);
  fc.assert(
    fc.property(names, fc.boolean(), (executed, sees) => {
      const collected = new Map<string, ReadonlySet<string>>([['p/account.ts', new Set(executed)]]);
      if (sees)
        collected.set('p/round.ts', new Set(executed.includes('Account.deposit()') ? ['round()'] : []));
      const fact = factOf(before, collected);
      const again = dependenciesOf(before).executedDependencies(testFile, executionOf(fact)!);
      expect(sortFingerprints([...again.hashes].map(([block, hash]) => ({ block, hash })))).toEqual(
        fact.dependencies,
      );
    }),
  );
});

describe('a module that was executed and that no code loads', () => {
  const loaded: ExecutedBlocks = new Map([...deposits, ['p/plugin.ts', new Set(['start()'])]]);
  const plugin = (level: string): ModuleSketch => ({
    blocks: { start: {}, 'start()': { parent: 'start' }, level: { text: level } },
  });

  it('counts by all exports if no code loaded it then', () => {
    const then = { ...before, 'p/plugin.ts': plugin('low') };
    expect(decisionAfter(then, loaded, then)).toBe('skipped');
    expect(decisionAfter({ ...then, 'p/plugin.ts': plugin('high') }, loaded, then)).toBe('p/plugin.ts#level');
  });

  it('counts by its executed blocks if code loaded it then', () => {
    const barrel = (round: string): ModuleSketch => ({
      hops: { round: `${round} round`, limit: 'p/limit.ts limit' },
    });
    const withdraws: ExecutedBlocks = new Map([
      ['p/account.ts', new Set(['Account.withdraw()'])],
      ['p/round.ts', new Set()],
    ]);
    const user = { ...account(), imports: { round: 'p/index.ts round', limit: 'p/index.ts limit' } };
    const then = {
      ...before,
      'p/account.ts': user,
      'p/round-up.ts': round,
      'p/index.ts': barrel('p/round.ts'),
    };
    const after = { ...then, 'p/index.ts': barrel('p/round-up.ts') };
    expect(decisionAfter(after, withdraws, then)).toBe('skipped');
    expect(decisionAfter(after, new Map([...withdraws, ...deposits]), then)).toContain('p/index.ts=>round');
  });
});

it('facts with the same executed bodies share one traversal', () => {
  const dependencies = dependenciesOf(before);
  const more = new Map([...deposits, ['p/account.ts', new Set(['Account', 'gone()', 'Account.deposit()'])]]);
  const traverse = (executedBlocks: ExecutedBlocks) =>
    dependencies.executedDependencies(testFile, { executedBlocks }).modules;
  expect(traverse(more)).toBe(traverse(deposits));
  expect(traverse(new Map([['p/account.ts', new Set(['Account.deposit()'])]]))).not.toBe(traverse(deposits));
});

it('a fact without an execution has no executed blocks', () => {
  expect(executionOf({ dependencies: [{ block: blockKey('a.ts#f()'), hash: '1' }] })).toBeUndefined();
});

it('a module that a fact does not list as instrumented counts with every body that can be reached', () => {
  const { execution, ...fact } = factOf(before, deposits);
  const instrumentedModules = execution!.instrumentedModules.filter((path) => path !== 'p/account.ts');
  const dependencies = dependenciesOf(before);
  const decision = selectTestFile([{ ...fact, execution: { instrumentedModules } }], {
    environment: 'e' as EnvironmentKey,
    hashes: dependencies.of(testFile).hashes,
    executedDependencies: (known) => dependencies.executedDependencies(testFile, known).hashes,
  });
  expect(decision).toMatchObject({
    kind: 'changed',
    blocks: ['p/account.ts#Account.withdraw()', 'p/limit.ts#limit'],
  });
});

it('an execution in isolation matches nothing if test files share modules', () => {
  const everything: ExecutedBlocks = new Map([
    ['p/account.ts', new Set(['Account.deposit()', 'Account.withdraw()'])],
    ['p/round.ts', new Set(['round()'])],
  ]);
  const { hashes } = dependenciesOf(before).of(testFile);
  const fact = factOf(before, everything);
  const same = {
    ...fact,
    dependencies: sortFingerprints([...hashes].map(([block, hash]) => ({ block, hash }))),
  };
  expect(selectTestFile([same], { environment: 'e' as EnvironmentKey, hashes }).kind).toBe('not-comparable');
  expect(selectTestFile([fact], { environment: 'e' as EnvironmentKey, hashes }).kind).not.toBe('skipped');
});
