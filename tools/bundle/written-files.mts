/** Outputs and their sources. Paths are relative to the root. */
export interface WrittenFiles {
  readonly sources: readonly string[];
  readonly outputs: readonly string[];
}
