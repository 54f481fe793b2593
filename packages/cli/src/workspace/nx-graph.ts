/**
 * The part of Nx's project graph that the commands use. It is not validated, because Nx itself created it.
 */
export interface NxGraph {
  readonly nodes: Readonly<Record<string, { readonly data: NxProject }>>;
  readonly dependencies: Readonly<Record<string, readonly { readonly target: string }[]>>;
}

export interface NxProject {
  readonly root: string;
  readonly namedInputs?: Readonly<Record<string, readonly unknown[]>>;
  readonly implicitDependencies?: readonly string[];
  readonly targets?: Readonly<Record<string, NxTarget>>;
}

export interface NxTarget {
  readonly executor?: string;
  readonly inputs?: readonly unknown[];
  readonly options?: Readonly<Record<string, unknown>>;
  readonly configurations?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly defaultConfiguration?: string;
  readonly metadata?: Readonly<Record<string, unknown>>;
  /** The files of a target that Nx caches: paths and globs with tokens. */
  readonly outputs?: readonly string[];
}

/** Returns the names of the projects that patterns select, as `nx run-many --projects` does. */
export type ProjectMatcher = (patterns: string[], nodes: NxGraph['nodes']) => readonly string[];
