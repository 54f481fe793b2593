import type { FallbackKind, FallbackScope } from './fallback';

/** Sentences for people. */
export interface FallbackText {
  /** A few words, as the heading of what to do about the kind. */
  readonly heading: string;
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

export const unknownLoads = 'The modules that it loads are unknown, so every file of the project counts.';
export const untracedReads = 'Its reads are unknown, so every data file of the project counts.';
export const unknownReads =
  'Reads outside the traced processes are unknown, so every file of the project and of the projects it depends on counts.';
export const tracedRunsNext =
  'Import by a literal or by a constant of the same file. Where loads are traced (Jest, `node --test`, and the pools `threads` and `forks` of Vitest, with Node 22.15 or later), only the loaded modules count.';
export const nextRun = 'Run the test file once with collecting.';
