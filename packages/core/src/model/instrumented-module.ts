/** A module's source with probes in it, as the runner is to load it. */
export interface InstrumentedModule {
  readonly code: string;
  /** Source map from `code` to the original, as JSON. */
  readonly map: string;
  /** Names of the body blocks, by the number of their probe. */
  readonly blocks: readonly string[];
}

/** Text, path and the id under which the module's marks are kept; `undefined` where no probe can be written. */
export type InsertProbes = (text: string, path: string, id: string) => InstrumentedModule | undefined;

/**
 * The texts that functions would have without probes, by the texts that they have, found in their module with and
 * without probes after all transforms.
 */
export type PlainTextsFinder = (code: string, plain: string) => ReadonlyMap<string, string>;

/** Writes probes for one run of a runner. */
export interface Instrumenter {
  readonly insertProbes: InsertProbes;
  readonly findPlainTexts: PlainTextsFinder;
  /** Changes with everything that decides the result of `insertProbes` for a text. */
  readonly version: string;
}
