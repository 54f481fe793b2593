import type { FallbackKind, FallbackScope } from './fallback';

/** Sentences for people. */
export interface FallbackText {
  readonly scope: FallbackScope;
  /** What the code or the test file does: in the singular, in the plural. */
  readonly verbs: readonly [one: string, many: string];
  readonly object: string;
  /** The object where it is known what was asked for. */
  readonly objectOf?: (subject: string) => string;
  /** What it means. */
  readonly explanation: string;
  /** What to do. */
  readonly next: string;
}

/** The texts of each kind. A kind without them does not compile. */
export type FallbackTexts<Kind extends FallbackKind> = { readonly [One in Kind]: FallbackText };

export const unknownLoads = 'Nothing tells which modules it loads, so every file of the project counts.';
export const untracedReads = 'What it reads is not seen, so every data file of the project counts.';
export const unknownReads =
  'What is read elsewhere is not seen, so every file of the project and of those that it depends on counts.';
export const tracedRunsNext =
  'Import by a literal or by a constant of the same file. Where loads are traced (Jest, `node --test`, and the pools `threads` and `forks` of Vitest, with Node 22.15 or later), it counts by the modules that it loads.';
export const nextRun = 'Run the test file once with collecting.';
