/**
 * Tracks which files change during rounds, so that tests that write a file of the workspace do not start
 * rounds endlessly. A file that changes during several consecutive rounds no longer cancels a round. After
 * further rounds, its changes during rounds are ignored. A person who saves a file repeatedly while tests run
 * also saves it between two rounds, which resets the count.
 */
export interface ChangesInRounds {
  /** Files that changed during the current round, or shortly after the last one. */
  readonly now: ReadonlySet<string>;
  /** How many consecutive rounds before that each file changed in. */
  readonly inRow: ReadonlyMap<string, number>;
}

export const noChanges: ChangesInRounds = { now: new Set(), inRow: new Map() };

const mostCancelled = 3;
const mostFollowed = 5;

/** The effect of a changed file on a round: it cancels the round, waits for the next round, or is ignored. */
export type ChangeEffect = 'cancels' | 'waits' | 'is-ignored';

/** In how many consecutive rounds before the current one a file changed. */
function rowOf({ inRow }: ChangesInRounds, path: string): number {
  return inRow.get(path) ?? 0;
}

/** @param isInRound whether the file changed during a round, or shortly after it */
export function addChange(changes: ChangesInRounds, path: string, isInRound: boolean): ChangesInRounds {
  const others = [...changes.now].filter((one) => one !== path);
  return { ...changes, now: new Set(isInRound ? [...others, path] : others) };
}

/** The effect of a change during a round. */
export function effectOf(changes: ChangesInRounds, path: string): ChangeEffect {
  const rounds = rowOf(changes, path);
  return rounds < mostCancelled ? 'cancels' : rounds < mostFollowed ? 'waits' : 'is-ignored';
}

/**
 * In how many consecutive rounds a file has changed, if this is its first ignored change; otherwise
 * `undefined`, so that it is reported once.
 */
export function newlyIgnored(changes: ChangesInRounds, path: string): number | undefined {
  const isFirst = rowOf(changes, path) === mostFollowed && !changes.now.has(path);
  return isFirst ? mostFollowed + 1 : undefined;
}

/** Whether tests may have written a file that nobody has changed since. */
export function mayBeWritten(changes: ChangesInRounds, path: string): boolean {
  return changes.now.has(path) && effectOf(changes, path) !== 'cancels';
}

/** Updates the counts when the next round starts. */
export function startRound(changes: ChangesInRounds): ChangesInRounds {
  return { now: new Set(), inRow: new Map([...changes.now].map((path) => [path, rowOf(changes, path) + 1])) };
}
