import { ownArguments } from './own-arguments';

/**
 * Whether Nx may hide the output of tasks that pass, as it does since version 23 in `run-many` and `affected`.
 * It always shows the output of a task that the command names, as `nx run app:testmon` does.
 *
 * @param argv the arguments of the command
 */
export function mayHideOutput(argv: readonly string[]): boolean {
  const words = ownArguments(argv);
  return words.includes('run-many') || words.includes('affected');
}
