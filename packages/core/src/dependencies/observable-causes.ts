import type { UntraceableCause } from './traversal';

export const noCauses: ReadonlySet<UntraceableCause> = new Set();
export const processCauses: ReadonlySet<UntraceableCause> = new Set(['starts-process']);
/** Causes whose consequences the loaded modules show. */
export const loadCauses: ReadonlySet<UntraceableCause> = new Set([
  'computed-import',
  'evaluates-code',
  'unresolved-import',
]);
export const observableCauses: ReadonlySet<UntraceableCause> = new Set([...processCauses, ...loadCauses]);
