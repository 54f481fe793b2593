/**
 * Something that the traversal from a test file asked of the workspace, with a digest of the answer. While every
 * digest is the same, the traversal would find the same dependencies and need not be done. Mokhov, Mitchell and
 * Peyton Jones, "Build systems à la carte" (2018), call such a list a verifying trace.
 */
export interface TraceEntry {
  /**
   * `module`: a module's model, and where the references in it lead according to the graph. `block`: something with a
   * digest of its own, such as a package, a file that was read, or a project as a whole. `roots`: where the traversals of a suite start.
   */
  readonly kind: 'module' | 'block' | 'roots';
  /** Path of the module, name of the block, id of the suite. */
  readonly name: string;
  /** Digest of the name and the answer, so that a damaged entry is never equal to the entry of another name. */
  readonly digest: string;
  /** Only of a module. */
  readonly module?: TracedModule | undefined;
}

/** The former state of a module, with which the graph can be queried again without parsing it. */
export interface TracedModule {
  /** Digest of its text; {@link MISSING} where the file did not exist. */
  readonly contentHash: string;
  readonly named: NamedReferences;
}

/** Stands for the digest of a file that does not exist. */
export const MISSING = 'missing';

/** Everything that a module names by a literal, each in the order in which it is first named. */
export interface NamedReferences {
  /** Specifiers of imports of every kind, types included. */
  readonly specifiers: readonly string[];
  /** The specifiers of `export * from`, which are among the specifiers. */
  readonly stars: readonly string[];
  readonly mocks: readonly string[];
  readonly globs: readonly string[];
  readonly assets: readonly string[];
}

/** How an entry compares with the workspace. `blocks`: the module has changed, but at most inside of its blocks. */
export type TraceEntryState = 'same' | 'blocks' | 'other';
