/** Syntax that is only allowed in some positions: a `return`, a `yield`, a name that only functions have. */
export type Ability =
  | 'return'
  | 'yield'
  | 'await'
  | 'arguments'
  | 'super'
  | 'new.target'
  /** Inside a loop. */
  | 'continue'
  /** Inside a loop or a `switch`. */
  | 'break'
  /** Inside code that is not strict. */
  | 'sloppy';

/**
 * A piece of syntax with holes.
 *
 * - `§S` is filled with statements, `§O` with one statement, `§E` with an expression
 * - `§P` and `§F` are the same for statements and an expression in a function or class of their own
 * - `§n` is a number that no other piece of the program has
 */
export interface Form {
  readonly text: string;
  /** The abilities that its position must have. */
  readonly needs: readonly Ability[];
  /** The abilities inside `§S`, `§O` and `§E`. */
  readonly holes: HoleAbilities;
}

/** The abilities inside holes, as a change of the abilities around the form. */
export interface HoleAbilities {
  /** Absent if all are kept. */
  readonly keeps?: readonly Ability[];
  readonly adds: readonly Ability[];
}

const asAround: HoleAbilities = { adds: [] };

/** Creates forms with the same needs and holes. */
export function forms(
  needs: readonly Ability[],
  texts: readonly string[],
  holes: HoleAbilities = asAround,
): readonly Form[] {
  return texts.map((text) => ({ text, needs, holes }));
}

export type Abilities = ReadonlySet<Ability>;

/** The abilities inside the holes of a form. */
export function abilitiesInside({ holes }: Form, around: Abilities): Abilities {
  const { keeps, adds } = holes;
  return new Set([...around].filter((one) => keeps === undefined || keeps.includes(one)).concat(adds));
}

export function mayStand({ needs }: Form, abilities: Abilities): boolean {
  return needs.every((need) => abilities.has(need));
}
