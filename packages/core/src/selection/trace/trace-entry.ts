/**
 * Something that the walk of a test file asked of the workspace, with the answer it got. While every digest is
 * what it was, the walk would find what it found, and need not be done: Mokhov, Mitchell, Peyton Jones, "Build
 * systems à la carte" (2018) call such a list a verifying trace.
 */
export interface TraceEntry {
  /**
   * `module`: a module's model, and what the graph says of the places it names. `block`: something with a digest
   * of its own, such as a package or a file that was read. `roots`: where walks of the suite start.
   */
  readonly kind: 'module' | 'block' | 'roots';
  /** Path of the module, name of the block, id of the suite. */
  readonly name: string;
  /** Digest of the question and what was answered: one that was damaged is never equal to another's. */
  readonly digest: string;
  /** Of a module. */
  readonly module?: TracedModule | undefined;
}

/** What a module was, so that the graph can be asked again without reading it. */
export interface TracedModule {
  /** Digest of its text; {@link MISSING} where there was none. */
  readonly contentHash: string;
  readonly named: NamedReferences;
}

/** No file, so no digest of one. */
export const MISSING = 'missing';

/** Everything that a module names by a literal, each in the order in which it is first named. */
export interface NamedReferences {
  /** Of imports of every kind, types included. */
  readonly specifiers: readonly string[];
  /** Those of `export * from`, which are among the specifiers. */
  readonly stars: readonly string[];
  readonly mocks: readonly string[];
  readonly globs: readonly string[];
  readonly assets: readonly string[];
}

/** How an input stands current. `blocks`: the module has changed, but at most in what its
 * blocks hold. */
export type TraceEntryState = 'same' | 'blocks' | 'other';
