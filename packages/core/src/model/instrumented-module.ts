import type { CodeAlignment } from './code-alignment';
import type { RunnerSyntax } from './runner-syntax';

/** The source of a module with probes, which the test runner loads. */
export interface InstrumentedModule {
  readonly code: string;
  /** Source map from `code` to the original, as JSON. */
  readonly map: string;
  /** Names of the body blocks, by the index of their probe. */
  readonly blocks: readonly string[];
}

/**
 * Parameters: text, path, and the id under which the marks of the module are kept. Returns `undefined` if no probe
 * can be written.
 */
export type InsertProbes = (text: string, path: string, id: string) => InstrumentedModule | undefined;

/**
 * Maps the text that each function has in the module with probes to the text that it would have without probes. Both
 * codes are the results of the same transforms.
 */
export type PlainTextsFinder = (code: string, plain: string) => ReadonlyMap<string, string>;

/**
 * Finds the tokens of a module without probes in the module with probes, after the same transforms. The path
 * determines the syntax. Returns `undefined` if the two differ in more than probes.
 */
export type CodeAligner = (code: string, plain: string, path?: string) => CodeAlignment | undefined;

/** The cache of an instrumenter's results for later runs. */
export interface InstrumenterCache {
  /** Absolute path. */
  readonly folder: string;
  /** In ms since 1970, in the time of the file system. Results are kept for some time after their last use. */
  readonly clock: () => number;
}

/**
 * The module that the processes of a test runner load by its path. Therefore they load no compiler until they need
 * it.
 */
export interface InstrumenterModule {
  /**
   * @param syntax of all test runners
   * @param cache without it, every module is instrumented anew
   */
  readonly openInstrumenter: (syntax: RunnerSyntax, cache?: InstrumenterCache) => Instrumenter;
}

/** Writes probes for one run of a test runner. */
export interface Instrumenter {
  readonly insertProbes: InsertProbes;
  readonly findPlainTexts: PlainTextsFinder;
  readonly alignCode: CodeAligner;
  /** Changes with everything that affects the result of `insertProbes` for a text. */
  readonly version: string;
}
