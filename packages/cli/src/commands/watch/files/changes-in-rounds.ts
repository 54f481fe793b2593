/**
 * Which files change during rounds. Tests that write a file of the workspace must not start rounds without end. A file
 * that changes during several rounds, one after another, no longer cancels a round; and after further rounds, its
 * changes during rounds are ignored. A person who saves a file again and again while tests run also saves it between two
 * rounds, which ends the row.
 */
export interface ChangesInRounds {
  /** Files that changed during the current round, or shortly after the last one. */
  readonly now: ReadonlySet<string>;
  /** In how many rounds before that, one after another, each of them changed too. */
  readonly inRow: ReadonlyMap<string, number>;
}

export const noChanges: ChangesInRounds = { now: new Set(), inRow: new Map() };

const mostCancelled = 3;
const mostFollowed = 5;

/** What a change of a file does to a round: ends it, is left for the round after it, or nothing. */
export type ChangeEffect = 'cancels' | 'waits' | 'is-ignored';

/** In how many rounds in a row a file changed before the current one. */
function rowOf({ inRow }: ChangesInRounds, path: string): number {
  return inRow.get(path) ?? 0;
}

/** @param isInRound whether the file changed during a round, or shortly after it */
export function addChange(changes: ChangesInRounds, path: string, isInRound: boolean): ChangesInRounds {
  const others = [...changes.now].filter((one) => one !== path);
  return { ...changes, now: new Set(isInRound ? [...others, path] : others) };
}

/** What a change that is made during a round does. */
export function effectOf(changes: ChangesInRounds, path: string): ChangeEffect {
  const rounds = rowOf(changes, path);
  return rounds < mostCancelled ? 'cancels' : rounds < mostFollowed ? 'waits' : 'is-ignored';
}

/**
 * In how many rounds in a row a file has changed, if the first of its changes is ignored now; otherwise `undefined`, so
 * that it is reported once.
 */
export function newlyIgnored(changes: ChangesInRounds, path: string): number | undefined {
  const isFirst = rowOf(changes, path) === mostFollowed && !changes.now.has(path);
  return isFirst ? mostFollowed + 1 : undefined;
}

/** Whether tests may have written a file, and nobody has changed it since. */
export function mayBeWritten(changes: ChangesInRounds, path: string): boolean {
  return changes.now.has(path) && effectOf(changes, path) !== 'cancels';
}

/** When the next round starts. */
export function startRound(changes: ChangesInRounds): ChangesInRounds {
  return { now: new Set(), inRow: new Map([...changes.now].map((path) => [path, rowOf(changes, path) + 1])) };
}
