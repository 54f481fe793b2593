import type { FallbackKind, FallbackScope } from './fallback';

/** The sentences that a user reads. */
export interface FallbackText {
  /** A few words: the heading of the kind in the documentation, and its name in counts. */
  readonly heading: string;
  readonly scope: FallbackScope;
  /** The verb of the sentence, in the singular and in the plural. */
  readonly verbs: readonly [one: string, many: string];
  readonly object: string;
  /** The object if the subject is known. */
  readonly objectOf?: (subject: string) => string;
  /** The consequence. */
  readonly explanation: string;
  /** What to do. */
  readonly next: string;
}

/** The texts of each kind. A kind without texts does not compile. */
export type FallbackTexts<Kind extends FallbackKind> = { readonly [One in Kind]: FallbackText };

export const unknownLoads =
  'The modules that it loads are unknown, so the test file depends on every file of the project.';
export const untracedReads =
  'Its reads are unknown, so the test file depends on every data file of the project.';
export const unknownReads =
  'Reads outside the traced processes are unknown, so the test file depends on every file of the project and of the projects that it depends on.';
export const tracedRunsNext =
  'Use a literal, or a constant of the same file. Where loads are traced (Jest, `node --test`, and the Vitest pools `threads` and `forks`, with Node 22.15 or later), the test file depends only on the loaded modules.';
export const nextRun = 'Run the test file once without --nocollect.';
