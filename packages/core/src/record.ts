import type { Fact } from './fact';
import type { Discovery } from './suite';

/** What one task learned in one execution. A file of its own before it is merged into the store. */
export interface TaskRecord {
  readonly execId: string;
  readonly project: string;
  readonly target: string;
  readonly facts: readonly Fact[];
}

/** Digests of what a discovery was made from, under which it can be used again. */
export interface KeptDiscovery {
  /** `<project>:<config path>`. */
  readonly key: string;
  /** Digest of the configuration's whole closure. */
  readonly closure: string;
  readonly discovery: Discovery;
}
