/** The projects of a workspace. Project roots are relative to the workspace root; the root itself is `.`. */
export interface Workspace {
  /** Absolute path. */
  readonly root: string;
  readonly projects: readonly Project[];
}

/** A project of the workspace with the projects it depends on. */
export interface Project {
  readonly name: string;
  readonly root: string;
  /** Names of the projects it depends on directly. */
  readonly dependencies: readonly string[];
}
