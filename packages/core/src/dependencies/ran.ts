import { type Collected, collectedIn } from './collected';
import type { Fact } from '../records/fact';
import { type Reads, readsIn } from './reads';

/** What is known about how a test file ran. What is not known of it is taken from the static walk. */
export interface Ran {
  readonly bodies?: Collected;
  readonly reads?: Reads;
}

/** How a fact's test file had run; `undefined` where nothing was collected. */
export function ranIn(fact: Pick<Fact, 'testFile' | 'fingerprints'>): Ran | undefined {
  const bodies = collectedIn(fact);
  const reads = readsIn(fact);
  if (!bodies && !reads) return undefined;
  return { ...(bodies ? { bodies } : {}), ...(reads ? { reads } : {}) };
}
