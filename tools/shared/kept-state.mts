import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** The state that a tool keeps between its runs. A run continues an earlier run with the same plan. */
interface Kept<Plan> {
  readonly plan: Plan;
}

/** A plan as it is read from JSON, which omits undefined options. */
export function asKept<Plan>(plan: Plan): Plan {
  return JSON.parse(JSON.stringify(plan)) as Plan;
}

/**
 * Reads the state that an earlier run has kept in a file; `undefined` if there is none.
 *
 * @param plan as {@link asKept} returns it
 * @param what a name for the content of the file in messages
 * @throws Error if the plan was different, because its numbers would be mixed with these
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

/** Replaces the file atomically: a killed run leaves the earlier state or this one. */
export function writeKept(file: string, state: Kept<unknown>): void {
  writeFileSync(`${file}.new`, `${JSON.stringify(state, undefined, 2)}\n`);
  renameSync(`${file}.new`, file);
}
