type Text<OneProblem> = string | ((problem: OneProblem) => string);

/** Sentences for people. */
export interface ProblemText<OneProblem> {
  /** What happened, and where; without a full stop at its end. */
  readonly title: Text<OneProblem>;
  /** What it means; empty where the title says it all. */
  readonly explanation: Text<OneProblem>;
  /** What to do. */
  readonly next: Text<OneProblem>;
}

/** The texts of each kind. A kind without them does not compile. */
export type TableOf<OneProblem extends { readonly kind: string }> = {
  readonly [Kind in OneProblem['kind']]: ProblemText<Extract<OneProblem, { readonly kind: Kind }>>;
};
