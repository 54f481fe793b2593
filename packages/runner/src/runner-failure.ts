/** Why the runner could not be asked. */
export interface RunnerFailure {
  /**
   * `not-installed`: the runner is not seen from the project. `unsupported`: its version is none of ours.
   * `configuration`: it did not accept its configuration or arguments. `died`: it ended without an answer.
   */
  readonly kind: 'not-installed' | 'unsupported' | 'configuration' | 'died';
  /** What happened, in the runner's own words where it has any. */
  readonly message: string;
  /** What to do about it. */
  readonly next: string;
}
