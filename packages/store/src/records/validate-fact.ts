import { type Fact, type Fallback, sortFallbacks, sortFingerprints } from '@nx-testmon/core';

/**
 * The fact with its dependencies sorted; `undefined` if it is invalid: a block has two hashes (the file was edited
 * during the run), or a number is not valid. Leaving it out only selects more.
 */
export function validateFact(fact: Fact): Fact | undefined {
  const { endedAt, sequence, fallbacks = [], ...rest } = fact;
  if (!isNonNegative(rest.durationMs) || !isNonNegative(endedAt)) return undefined;
  if (sequence !== undefined && !isNonNegative(sequence)) return undefined;
  const execution = rest.execution && {
    ...rest.execution,
    instrumentedModules: [...new Set(rest.execution.instrumentedModules)].sort(),
  };
  const checked: Fact = {
    ...rest,
    endedAt,
    // A redundant sequence is left out, so that a fact never has two identities.
    ...(sequence !== undefined && sequence > endedAt ? { sequence } : {}),
    ...(execution ? { execution } : {}),
    ...(fallbacks.length > 0 ? { fallbacks: sortFallbacks(fallbacks.map(withoutBlock)) } : {}),
  };
  if (isSorted(fact.dependencies)) return checked;
  const hashes = new Map(fact.dependencies.map(({ block, hash }) => [block, hash]));
  const agrees = fact.dependencies.every(({ block, hash }) => hashes.get(block) === hash);
  return agrees ? { ...checked, dependencies: sortFingerprints(fact.dependencies) } : undefined;
}

/** Only fallbacks that are found in the code have blocks, and facts do not keep those. */
function withoutBlock({ kind, module, line, subject, package: name }: Fallback): Fallback {
  return {
    kind,
    ...(module ? { module } : {}),
    ...(line ? { line } : {}),
    ...(subject ? { subject } : {}),
    ...(name ? { package: name } : {}),
  };
}

/** The common case, a hundred times faster than sorting again: sorted by block, each block once. */
function isSorted(dependencies: Fact['dependencies']): boolean {
  let last: string | undefined;
  for (const { block } of dependencies) {
    if (last !== undefined && block <= last) return false;
    last = block;
  }
  return true;
}

function isNonNegative(value: number): boolean {
  return Number.isFinite(value) && value >= 0;
}
