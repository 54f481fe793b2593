import {
  type BlockKey,
  codeOfFact,
  type CurrentState,
  type EnvironmentKey,
  type Fact,
  SEEDED_AT,
} from '@nx-testmon/core';
import { expect, test } from 'vitest';
import { findCodeResults } from './code-results';

const testFile = { suite: 'a:', path: 'a.test.ts' };

function fact(outcome: Fact['outcome'], endedAt: number, hashes: Readonly<Record<string, string>>): Fact {
  const dependencies = Object.entries(hashes).map(([block, hash]) => ({ block: block as BlockKey, hash }));
  const execution = { instrumentedModules: [], reads: { isComplete: true, fallback: false } };
  return {
    testFile,
    environment: 'e@1' as EnvironmentKey,
    outcome,
    durationMs: 1,
    endedAt,
    dependencies,
    execution,
  };
}

/** A state in which everything has these hashes. A fact matches if all of its hashes are the same. */
function current(of: Readonly<Record<string, string>>): CurrentState {
  const hashes = new Map(Object.entries(of) as [BlockKey, string][]);
  return { environment: 'e@1' as EnvironmentKey, hashes, executedDependencies: () => hashes };
}

const code = { 'a.ts#f()': '1' };
const changed = { 'a.ts#f()': '2' };

function find(found: Fact, stored: readonly Fact[], state = code, earlier: readonly Fact[] = []) {
  const failedTests = found.outcome === 'failed' ? ['adds'] : undefined;
  const store = {
    hasFact: (_file: unknown, environment: string, outcome: string) =>
      stored.some((one) => one.environment === environment && one.outcome === outcome),
    factsOf: () => stored,
  };
  return findCodeResults({ fact: found, failedTests, current: current(state), earlier }, store).map(
    ({ testFile: _, environment: _environment, ...result }) => result,
  );
}

const failure = fact('failed', 10, code);
const pass = fact('passed', 20, code);

test('a failure is kept with its tests, and a pass alone is not', () => {
  expect(find(failure, [])).toEqual([
    { outcome: 'failed', endedAt: 10, code: codeOfFact(failure), failedTests: ['adds'] },
  ]);
  expect(find(pass, [])).toEqual([]);
});

test('a pass contradicts a failure that matches the code with which it passed', () => {
  expect(find(pass, [failure])).toEqual([
    { outcome: 'failed', endedAt: 10, code: codeOfFact(failure) },
    { outcome: 'passed', endedAt: 20, code: codeOfFact(failure) },
  ]);
});

test('a failure is contradicted by a pass that matches its code', () => {
  const later = fact('failed', 30, code);
  expect(find(later, [pass])).toEqual([
    { outcome: 'failed', endedAt: 30, code: codeOfFact(later), failedTests: ['adds'] },
    { outcome: 'passed', endedAt: 20, code: codeOfFact(later) },
  ]);
});

test.each<[string, Fact]>([
  ['with other code', fact('passed', 20, changed)],
  ['with more code', fact('passed', 20, { ...code, 'a.ts#g()': '1' })],
  ['in another environment', { ...pass, environment: 'e@2' as EnvironmentKey }],
  ['by assumption', { ...pass, endedAt: SEEDED_AT }],
  ['of which it is not known what was read', { ...pass, execution: { instrumentedModules: [] } }],
])('a pass %s contradicts no failure', (_how, other) => {
  expect(find(fact('failed', 30, code), [other])).toMatchObject([{ outcome: 'failed', endedAt: 30 }]);
});

test('an attempt that passed contradicts the one before it, even if no fact of the earlier one is stored', () => {
  expect(find(pass, [], code, [failure])).toMatchObject([
    { outcome: 'failed', endedAt: 10 },
    { outcome: 'passed', endedAt: 20 },
  ]);
  const other = { ...failure, testFile: { suite: 'a:', path: 'b.test.ts' } };
  expect(find(pass, [], code, [other])).toEqual([]);
});
