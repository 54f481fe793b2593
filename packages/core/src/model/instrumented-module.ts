import type { CodeAlignment } from './code-alignment';

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

/**
 * Finds the tokens of a module without probes in the module with probes, after the same transforms. The path decides
 * the syntax. Gives `undefined` where the two differ in more than probes.
 */
export type CodeAligner = (code: string, plain: string, path?: string) => CodeAlignment | undefined;

/** The cache of an instrumenter's results for later runs. */
export interface InstrumenterCache {
  /** Absolute. */
  readonly folder: string;
  /** In ms since 1970, as the file system counts: when a result was last used decides how long it is kept. */
  readonly clock: () => number;
}

/** The module that the processes of a test runner load by its path, so that they load no compiler before they need it. */
export interface InstrumenterModule {
  /** @param cache without it modules are instrumented anew */
  readonly openInstrumenter: (cache?: InstrumenterCache) => Instrumenter;
}

/** Writes probes for one run of a runner. */
export interface Instrumenter {
  readonly insertProbes: InsertProbes;
  readonly findPlainTexts: PlainTextsFinder;
  readonly alignCode: CodeAligner;
  /** Changes with everything that decides the result of `insertProbes` for a text. */
  readonly version: string;
}
