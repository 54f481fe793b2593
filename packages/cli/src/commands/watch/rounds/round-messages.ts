import type { RunFlags } from '../../run/find-run';
import type { Round, RoundEnd } from './round';

/** The name of the hidden command that runs rounds. */
export const ROUNDS_COMMAND = 'watch-rounds';

/** The settings of a command line that apply to all rounds. */
export interface WatchSettings {
  readonly flags: RunFlags;
  /** The arguments of the test runner, as the user typed them after `--`. */
  readonly runnerWords: readonly string[];
}

/** The workspace, as a process of rounds has read it. */
export interface OpenedRounds {
  /** Absolute path. */
  readonly root: string;
  readonly kind: 'nx' | 'packages';
  /** Roots of projects, as core's `installationRoots` returns them. */
  readonly installationRoots: readonly string[];
  /** Outputs of tasks, as globs relative to the root. */
  readonly outputs: readonly string[];
  /** The number of projects whose tests run. */
  readonly projects: number;
  /** Digest of the projects, their targets and their dependencies. */
  readonly graph: string;
}

/** A message to the process of the rounds. */
export type RoundRequest =
  | { readonly kind: 'open'; readonly settings: WatchSettings }
  | { readonly kind: 'run'; readonly round: Round }
  | { readonly kind: 'cancel' };

/** A message from the process of the rounds. The problem is printed before `refused`. */
export type RoundMessage =
  | { readonly kind: 'opened'; readonly opened: OpenedRounds }
  | { readonly kind: 'refused'; readonly exitCode: number }
  | { readonly kind: 'output'; readonly text: string }
  | { readonly kind: 'ended'; readonly end: RoundEnd };
