import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** The state that a tool keeps between its runs. Two runs with the same plan continue each other. */
interface Kept<Plan> {
  readonly plan: Plan;
}

/** A plan as it is read again: absent options are absent in JSON. */
export function asKept<Plan>(plan: Plan): Plan {
  return JSON.parse(JSON.stringify(plan)) as Plan;
}

/**
 * What an earlier run has kept in a file; `undefined` where there was none.
 *
 * @param plan as {@link asKept} gives it
 * @param what the file holds, as a message calls it
 * @throws Error when it was another plan: its numbers would mix with these
 */
export function readKept<State extends Kept<unknown>>(
  file: string,
  plan: State['plan'],
  what: string,
): State | undefined {
  if (!existsSync(file)) return undefined;
  const state = JSON.parse(readFileSync(file, 'utf8')) as State;
  if (JSON.stringify(state.plan) !== JSON.stringify(plan)) {
    throw new Error(
      `${dirname(file)} holds ${what} of other commits or options; name another folder with --dir, or give --fresh`,
    );
  }
  return state;
}

/** Replaces the file at once, so that a run which is killed leaves the earlier state or this one. */
export function writeKept(file: string, state: Kept<unknown>): void {
  writeFileSync(`${file}.new`, `${JSON.stringify(state, undefined, 2)}\n`);
  renameSync(`${file}.new`, file);
}
