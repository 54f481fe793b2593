import type { Decision, Problem } from '@nx-testmon/core';
import { noRunFilters } from '@nx-testmon/runner';
import { expect, it } from 'vitest';
import type { DecidedTestFile } from './decide-test-files';
import { selectTests } from './select-tests';
import type { SelectionRules } from './selection-rules';

const damaged: Problem = { kind: 'damaged-facts', facts: 2 };
const rules: SelectionRules = {
  options: { select: true, forceselect: false, verify: false },
  runFilters: noRunFilters,
  listHint: 'list them',
  foreignVariables: [],
  breaker: undefined,
};

function decided(path: string, decision: Decision): DecidedTestFile {
  return { testFile: { suite: 's', path }, decision, isTraversed: false, fallbacks: [], lastRun: undefined };
}

const changed = decided('a.test.ts', { kind: 'changed', blocks: [] });
const seeded = decided('b.test.ts', { kind: 'skipped', savedMs: 1, seeded: true });

function select(testFiles: readonly DecidedTestFile[], more: Partial<SelectionRules> = {}) {
  const decisions = { testFiles, problems: [damaged] };
  const { selection, notes } = selectTests(decisions, { ...rules, ...more });
  return { selected: selection.selected.map(({ testFile }) => testFile.path), notes };
}

it('unaffected test files are skipped, and read problems are noted', () => {
  expect(select([changed])).toEqual({
    selected: ['a.test.ts'],
    notes: [{ kind: 'problem', problem: damaged }],
  });
});

it('a seeded test file, a full run, a watch and foreign variables are noted in their order', () => {
  const runFilters = { ...noRunFilters, watch: true };
  const foreignVariables = ['NX_TESTMON_OTHER'];
  expect(select([changed, seeded], { runFilters, foreignVariables }).notes).toEqual([
    { kind: 'problem', problem: damaged },
    { kind: 'seeded', testFiles: 1 },
    { kind: 'watch-ignored' },
    { kind: 'unknown-variables', variables: foreignVariables },
  ]);
  expect(select([changed, seeded], { options: { ...rules.options, select: false } })).toEqual({
    selected: ['a.test.ts', 'b.test.ts'],
    notes: [
      { kind: 'full-run', reason: 'noselect' },
      { kind: 'problem', problem: damaged },
    ],
  });
});

const breaker: Problem = { kind: 'breaker-set', project: 'a', foundAt: 'then', testFiles: ['b.test.ts'] };

it('a breaker makes everything run, even with a forced selection, and the reason is noted', () => {
  for (const forceselect of [false, true]) {
    const options = { ...rules.options, forceselect };
    const runFilters = { ...noRunFilters, nameFilter: forceselect };
    expect(select([changed, seeded], { options, runFilters, breaker })).toEqual({
      selected: ['a.test.ts', 'b.test.ts'],
      notes: [
        { kind: 'full-run', reason: 'breaker' },
        { kind: 'problem', problem: breaker },
        { kind: 'problem', problem: damaged },
      ],
    });
  }
});

it('other reasons to run everything come first, and with verify a breaker is only noted', () => {
  const reasonOf = (more: Partial<SelectionRules>) =>
    select([changed, seeded], { ...more, breaker }).notes.find(({ kind }) => kind === 'full-run');
  expect(reasonOf({ options: { ...rules.options, select: false } })).toEqual({
    kind: 'full-run',
    reason: 'noselect',
  });
  expect(reasonOf({ runFilters: { ...noRunFilters, update: true } })).toEqual({
    kind: 'full-run',
    reason: 'update',
  });
  const verified = select([changed, seeded], { options: { ...rules.options, verify: true }, breaker });
  expect(verified.selected).toEqual(['a.test.ts']);
  expect(verified.notes).toContainEqual({ kind: 'problem', problem: breaker });
});

it('the note of a task without test files contains how to list them', () => {
  expect(select([]).notes).toContainEqual({ kind: 'no-test-files', hint: 'list them' });
});
