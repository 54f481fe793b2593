/** The part of a stored fact that retention uses. All facts belong to one test file, suite and environment. */
export interface AgedFact {
  readonly id: number;
  readonly key: string;
  readonly outcome: 'passed' | 'failed';
  /** See `sequenceOf`. */
  readonly sequence: number;
  /** Equal for equal dependencies and an equal execution. */
  readonly content: string;
}

export interface RetentionLimits {
  /** Newest passed facts to keep, counted by different code. */
  readonly passed: number;
  /** Newest failed facts to keep, counted by different code. */
  readonly failed: number;
}

/**
 * Picks the facts to drop. Among facts with the same code and outcome, only the newest counts. Of the others,
 * everything up to a horizon is kept: the sequence of the n-th newest passed or failed one, whichever is later.
 * Therefore no failure is dropped while an older pass is kept, which would turn "failed before" into "skipped".
 * Because the horizon only rises as facts arrive, merging in any order ends in the same set.
 *
 * Facts from the future are ignored until their time has come. If they raised the horizon, passes of a machine whose
 * clock is ahead would drop a failure that happened after them.
 *
 * @param now in ms since 1970
 * @returns ids
 */
export function findExpiredFacts(all: readonly AgedFact[], limits: RetentionLimits, now: number): number[] {
  const facts = all.filter(({ sequence }) => sequence <= now);
  const newest = new Map<string, AgedFact>();
  for (const fact of facts) {
    const group = `${fact.outcome}\0${fact.content}`;
    const known = newest.get(group);
    if (!known || isNewer(fact, known)) newest.set(group, fact);
  }
  const candidates = [...newest.values()];
  const horizon = Math.max(
    nthNewest(candidates, 'passed', limits.passed),
    nthNewest(candidates, 'failed', limits.failed),
  );
  const kept = new Set(candidates.filter((fact) => fact.sequence >= horizon).map((fact) => fact.id));
  return facts.filter((fact) => !kept.has(fact.id)).map((fact) => fact.id);
}

function isNewer(fact: AgedFact, known: AgedFact): boolean {
  return fact.sequence > known.sequence || (fact.sequence === known.sequence && fact.key > known.key);
}

function nthNewest(facts: readonly AgedFact[], outcome: AgedFact['outcome'], n: number): number {
  const sequences = facts.filter((fact) => fact.outcome === outcome).map((fact) => fact.sequence);
  return sequences.sort((a, b) => b - a)[n - 1] ?? -Infinity;
}
