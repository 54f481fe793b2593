import type { Round, RoundEnd } from './rounds/round';

/** A command of the user. */
export type WatchCommand = 'all' | 'failed' | 'again';

export type WatchEvent =
  /** A file was saved, added or removed. `at` in ms since 1970. */
  | { readonly kind: 'file'; readonly path: string; readonly isGone: boolean; readonly at: number }
  /** The waiting time is over. */
  | { readonly kind: 'quiet' }
  | { readonly kind: 'command'; readonly command: WatchCommand }
  | { readonly kind: 'filter'; readonly filter: string }
  /** The projects or their dependencies have changed since the last round started. */
  | { readonly kind: 'projects' }
  /** A round has ended. `at` in ms since 1970. */
  | { readonly kind: 'ended'; readonly end: RoundEnd; readonly at: number }
  | { readonly kind: 'stop' };

export type WatchAction =
  | { readonly kind: 'start'; readonly round: Round }
  | { readonly kind: 'cancel' }
  /** Sends `quiet` after this time, unless another `wait` follows. */
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'report'; readonly round: Round; readonly end: RoundEnd }
  | { readonly kind: 'no-failed-test-files' }
  /** Changes of a file are ignored, because it has changed during this many consecutive rounds. */
  | { readonly kind: 'ignores-changes'; readonly path: string; readonly rounds: number }
  | { readonly kind: 'exit'; readonly exitCode: number };
