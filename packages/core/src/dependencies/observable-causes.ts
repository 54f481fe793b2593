import type { UnresolvedCause } from './traversal';

export const noCauses: ReadonlySet<UnresolvedCause> = new Set();
export const processCauses: ReadonlySet<UnresolvedCause> = new Set(['starts-process']);
/** Causes whose consequences the loaded modules show. */
export const loadCauses: ReadonlySet<UnresolvedCause> = new Set([
  'computed-import',
  'evaluates-code',
  'unresolved-import',
]);
export const observableCauses: ReadonlySet<UnresolvedCause> = new Set([...processCauses, ...loadCauses]);
