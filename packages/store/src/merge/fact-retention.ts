/** What retention needs to know of a stored fact; all of one test file, suite and environment. */
export interface AgedFact {
  readonly id: number;
  readonly key: string;
  readonly outcome: 'passed' | 'failed';
  /** In ms since 1970. */
  readonly endedAt: number;
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
 * Picks the facts to drop. Of facts that agree in code and outcome only the newest counts; of what remains,
 * everything up to a horizon in time is kept: the time of the n-th newest passed or failed one, whichever is
 * later. So no failure is ever dropped while an older pass is kept, which would turn "failed before" into
 * "skipped"; and because the horizon only rises as facts arrive, merging in any order ends in the same set.
 *
 * @returns ids
 */
export function findExpiredFacts(facts: readonly AgedFact[], limits: RetentionLimits): number[] {
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
  const kept = new Set(candidates.filter((fact) => fact.endedAt >= horizon).map((fact) => fact.id));
  return facts.filter((fact) => !kept.has(fact.id)).map((fact) => fact.id);
}

function isNewer(fact: AgedFact, known: AgedFact): boolean {
  return fact.endedAt > known.endedAt || (fact.endedAt === known.endedAt && fact.key > known.key);
}

function nthNewest(facts: readonly AgedFact[], outcome: AgedFact['outcome'], n: number): number {
  const times = facts.filter((fact) => fact.outcome === outcome).map((fact) => fact.endedAt);
  return times.sort((a, b) => b - a)[n - 1] ?? -Infinity;
}
