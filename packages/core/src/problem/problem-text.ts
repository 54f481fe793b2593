type Text<OneProblem> = string | ((problem: OneProblem) => string);

/** Joins words as in `Vitest, Jest and node:test`. */
export function joinWords(words: readonly string[], conjunction: 'and' | 'or'): string {
  return words.length < 2
    ? words.join('')
    : `${words.slice(0, -1).join(', ')} ${conjunction} ${words.at(-1) ?? ''}`;
}

/** The sentences that a user reads. */
export interface ProblemText<OneProblem> {
  /** What happened, and where; without a period at the end. */
  readonly title: Text<OneProblem>;
  /** The consequence; empty if the title is enough. */
  readonly explanation: Text<OneProblem>;
  /** What to do. */
  readonly next: Text<OneProblem>;
}

/** The texts of each kind. A kind without texts does not compile. */
export type TableOf<OneProblem extends { readonly kind: string }> = {
  readonly [Kind in OneProblem['kind']]: ProblemText<Extract<OneProblem, { readonly kind: Kind }>>;
};
