/**
 * A lookup of the traversal from a test file in the workspace, with a digest of the result. While every digest is
 * unchanged, the traversal would find the same dependencies and is not repeated. Mokhov, Mitchell and Peyton Jones,
 * "Build systems à la carte" (2018), call such a list a verifying trace.
 */
export interface TraceEntry {
  /**
   * `module`: a module's model, and the targets of its references in the graph. `block`: something with its own
   * digest, such as a package, a file that was read, or a whole project. `roots`: where the traversals of a suite
   * start.
   */
  readonly kind: 'module' | 'block' | 'roots';
  /** Path of the module, name of the block, id of the suite. */
  readonly name: string;
  /** Digest of the name and the result, so that a damaged entry never equals the entry of another name. */
  readonly digest: string;
  /** Only for modules. */
  readonly module?: ModuleInTrace | undefined;
}

/** The former state of a module. With it, the graph can be queried again without parsing the module. */
export interface ModuleInTrace {
  /** Digest of its text; {@link MISSING} if the file did not exist. */
  readonly contentHash: string;
  readonly named: NamedReferences;
}

/** Stands for the digest of a file that does not exist. */
export const MISSING = 'missing';

/** Everything that a module names by a literal, in the order of first mention. */
export interface NamedReferences {
  /** Specifiers of imports of every kind, types included. */
  readonly specifiers: readonly string[];
  /** The specifiers of `export * from`, which `specifiers` contains as well. */
  readonly stars: readonly string[];
  readonly mocks: readonly string[];
  readonly globs: readonly string[];
  readonly assets: readonly string[];
}

/** How an entry compares with the workspace. `blocks`: the module has changed, but at most inside its blocks. */
export type TraceEntryState = 'same' | 'blocks' | 'other';
