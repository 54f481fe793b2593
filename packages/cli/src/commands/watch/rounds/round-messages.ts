import type { RunFlags } from '../../run/find-run';
import type { Round, RoundEnd } from './round';

/** The name of the hidden command that runs rounds. */
export const ROUNDS_COMMAND = 'watch-rounds';

/** What a command line says of all rounds. */
export interface WatchSettings {
  readonly flags: RunFlags;
  /** What goes to the test runner, as it was typed after `--`. */
  readonly runnerWords: readonly string[];
}

/** The workspace as a process of rounds has read it. */
export interface OpenedRounds {
  /** Absolute path. */
  readonly root: string;
  readonly kind: 'nx' | 'packages';
  /** Of projects, as core's `installationRoots` gives them. */
  readonly installationRoots: readonly string[];
  /** What tasks write, as globs relative to the root. */
  readonly outputs: readonly string[];
  /** How many projects have tests that are run. */
  readonly projects: number;
  /** Digest of the projects, their targets and their dependencies. */
  readonly graph: string;
}

/** To the process of the rounds. */
export type RoundRequest =
  | { readonly kind: 'open'; readonly settings: WatchSettings }
  | { readonly kind: 'run'; readonly round: Round }
  | { readonly kind: 'cancel' };

/** From the process of the rounds. A problem has been printed before `refused`. */
export type RoundMessage =
  | { readonly kind: 'opened'; readonly opened: OpenedRounds }
  | { readonly kind: 'refused'; readonly exitCode: number }
  | { readonly kind: 'output'; readonly text: string }
  | { readonly kind: 'ended'; readonly end: RoundEnd };
