import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  isPassFromFarFuture,
  newestFirst,
  nextSequence,
  type OrderedFact,
  sequenceOf,
} from './fact-sequence';

/** A fact of one test file, with the facts that its task knew. */
interface KnownFact extends OrderedFact {
  readonly id: number;
  readonly code: string;
  readonly known: ReadonlySet<number>;
}

interface Machine {
  /** How far its clock is off, in ms. */
  offset: number;
  readonly store: Map<number, KnownFact>;
}

interface Run {
  readonly kind: 'run';
  readonly on: number;
  readonly code: string;
  readonly outcome: 'passed' | 'failed';
}

type Step =
  | Run
  | { readonly kind: 'merge'; readonly from: number; readonly into: number }
  | { readonly kind: 'jump'; readonly on: number; readonly offset: number };

const hour = 3_600_000;
const start = 1_000_000 * hour;
const machine = fc.nat(2);
const offset = fc.oneof(
  fc.constant(0),
  fc.integer({ min: -30 * hour, max: 30 * hour }),
  fc.integer({ min: -100_000 * hour, max: 100_000 * hour }),
);
const run: fc.Arbitrary<Step> = fc.record({
  kind: fc.constant('run' as const),
  on: machine,
  code: fc.constantFrom('a', 'b'),
  outcome: fc.constantFrom('passed' as const, 'failed' as const),
});
const exchange: fc.Arbitrary<Step> = fc.record({
  kind: fc.constant('merge' as const),
  from: machine,
  into: machine,
});
const jump: fc.Arbitrary<Step> = fc.record({ kind: fc.constant('jump' as const), on: machine, offset });
const steps = fc.array(
  fc.oneof({ arbitrary: run, weight: 4 }, { arbitrary: exchange, weight: 2 }, { arbitrary: jump, weight: 1 }),
  { maxLength: 40 },
);

/** The facts that a merge adds. */
function merge(store: Map<number, KnownFact>, facts: Iterable<KnownFact>, now: number): void {
  for (const fact of facts) if (!isPassFromFarFuture(fact, now)) store.set(fact.id, fact);
}

function collect(store: ReadonlyMap<number, KnownFact>, step: Run, id: number, now: number) {
  const { code, outcome } = step;
  const known = [...store.values()];
  const sequence = nextSequence({ outcome, endedAt: now }, known.map(sequenceOf), now);
  return { id, code, outcome, endedAt: now, sequence, known: new Set(known.map((one) => one.id)) };
}

/** The fact that decides for a code. */
function decide(store: ReadonlyMap<number, KnownFact>, code: string, now: number): KnownFact | undefined {
  const usable = [...store.values()].filter((fact) => !isPassFromFarFuture(fact, now));
  return newestFirst(usable, now).find((fact) => fact.code === code);
}

it('no pass hides a failure whose task knew it, whatever the clocks of three machines do', () => {
  fc.assert(
    fc.property(steps, (all) => {
      let passesBesideFailures = 0;
      const machines: Machine[] = [0, 1, 2].map(() => ({ offset: 0, store: new Map() }));
      all.forEach((step, index) => {
        const nowOf = (one: Machine) => start + index * 60_000 + one.offset;
        if (step.kind === 'jump') machines[step.on]!.offset = step.offset;
        if (step.kind === 'merge') {
          const into = machines[step.into]!;
          merge(into.store, machines[step.from]!.store.values(), nowOf(into));
        }
        if (step.kind === 'run') {
          const on = machines[step.on]!;
          merge(on.store, [collect(on.store, step, index, nowOf(on))], nowOf(on));
        }
        for (const one of machines) {
          for (const code of ['a', 'b']) {
            const decisive = decide(one.store, code, nowOf(one));
            const failures = [...one.store.values()].filter(
              (fact) => fact.outcome === 'failed' && fact.code === code,
            );
            if (decisive?.outcome === 'passed' && failures.length > 0) {
              passesBesideFailures += 1;
              expect(failures.filter(({ known }) => known.has(decisive.id))).toEqual([]);
              expect(sequenceOf(decisive)).toBeLessThanOrEqual(nowOf(one));
            }
          }
        }
      });
      fc.pre(passesBesideFailures > 0);
    }),
    { numRuns: 2000 },
  );
});

it('stores that merged the same facts in any order make the same decisions at any time', () => {
  const anyFact = fc
    .record({ endedAt: fc.integer({ min: 0, max: 60 }), ahead: fc.option(fc.nat(80)), pass: fc.boolean() })
    .map(({ endedAt, ahead, pass }) => ({
      code: 'a',
      known: new Set<number>(),
      outcome: pass ? ('passed' as const) : ('failed' as const),
      endedAt: endedAt * hour,
      ...(ahead === null ? {} : { sequence: (endedAt + ahead) * hour }),
    }));
  fc.assert(
    fc.property(fc.array(anyFact, { maxLength: 8 }), fc.nat(60), (made, hours) => {
      const facts = made.map((fact, id) => ({ ...fact, id }));
      const [forwards, backwards] = [new Map<number, KnownFact>(), new Map<number, KnownFact>()];
      merge(forwards, facts, hours * hour);
      for (const fact of [...facts].reverse()) merge(backwards, [fact, fact], hours * hour);
      expect([...backwards.keys()].sort()).toEqual([...forwards.keys()].sort());
      const outcome = (store: ReadonlyMap<number, KnownFact>) => decide(store, 'a', hours * hour)?.outcome;
      expect(outcome(backwards)).toBe(outcome(forwards));
    }),
  );
});
