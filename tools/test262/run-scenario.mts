import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Instrumenter } from '@nx-testmon/core';
import type { Harness } from './harness.mts';
import type { NegativeResult, Scenario } from './scenario.mts';
import { PhaseError, TestRealm } from './test-realm.mts';

/** The result of a scenario. */
export interface ScenarioResult {
  readonly passed: boolean;
  /** The reason of a failure; empty if it passed. */
  readonly reason: string;
  /** The output of its code. */
  readonly printed: readonly string[];
  /** Number of probes in its code. */
  readonly probes: number;
}

export interface ScenarioInput {
  /** The checkout. */
  readonly root: string;
  /** The test file. */
  readonly file: string;
  readonly harness: Harness;
  /** Without it, the scenario runs without probes. */
  readonly instrumenter?: Instrumenter;
}

/** Turns of the event loop after which code counts as hanging. No test waits for a clock. */
const TURNS = 50;

/** Runs a scenario in a fresh realm. */
export async function runScenario(scenario: Scenario, input: ScenarioInput): Promise<ScenarioResult> {
  const { root, instrumenter } = input;
  const realm = new TestRealm({ root, instrumenter });
  const { printed } = realm;
  const reason = await failureOf(scenario, realm, input);
  return { passed: reason === '', reason, printed, probes: realm.probes };
}

async function failureOf(
  scenario: Scenario,
  realm: TestRealm,
  { file, harness }: ScenarioInput,
): Promise<string> {
  const { negative } = scenario;
  try {
    for (const name of scenario.includes) realm.runHarness(harness.get(name));
    if (scenario.mode === 'module') {
      const ended = await endOf(realm.runModule(scenario.text, file));
      if (!ended) return 'does not end';
    } else {
      realm.runScript(scenario.text, file);
    }
  } catch (error) {
    return compareErrors(error, negative);
  }
  if (negative !== undefined) return `no ${negative.type}`;
  return scenario.isAsync ? await asyncFailureOf(realm.printed) : '';
}

/** @returns whether the promise has settled after some turns of the event loop */
async function endOf(promise: Promise<void>): Promise<boolean> {
  let isOver = false;
  const settled = promise.finally(() => (isOver = true));
  // Avoids an unhandled rejection: the promise is awaited below, after some turns.
  settled.catch(() => undefined);
  for (let turn = 0; turn < TURNS && !isOver; turn++) await nextTurn();
  if (isOver) await settled;
  return isOver;
}

async function asyncFailureOf(printed: readonly string[]): Promise<string> {
  for (let turn = 0; turn < TURNS; turn++) {
    const line = printed.find((one) => one.startsWith('Test262:AsyncTest'));
    if (line !== undefined) return line === 'Test262:AsyncTestComplete' ? '' : line;
    await nextTurn();
  }
  return 'does not end';
}

function compareErrors(error: unknown, negative: NegativeResult | undefined): string {
  if (!(error instanceof PhaseError)) throw error;
  const type = nameOfConstructor(error.thrown);
  if (error.phase === negative?.phase && type === negative.type) return '';
  return `${error.phase}: ${describe(error.thrown)}`;
}

function nameOfConstructor(thrown: unknown): unknown {
  return (thrown as { constructor?: { name?: unknown } } | null | undefined)?.constructor?.name;
}

function describe(thrown: unknown): string {
  try {
    return String(thrown);
  } catch {
    return 'an error without a text';
  }
}
