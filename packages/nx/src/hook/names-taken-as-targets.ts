import { ownArguments } from './own-arguments';

/**
 * Finds test names for the test runner that Nx has mistaken for targets: in `nx run-many -t testmon -t "adds
 * two"`, the second. Nx reports nothing if no project has such a target.
 *
 * @param argv the arguments of the command
 * @param targets of all tasks of the command
 */
export function findNamesTakenAsTargets(argv: readonly string[], targets: ReadonlySet<string>): string[] {
  const words = ownArguments(argv);
  const named = words.flatMap((word, at) => {
    if (word === '-t') return [words[at + 1] ?? ''];
    return /^-t=?(.+)$/s.exec(word)?.slice(1) ?? [];
  });
  return named
    .slice(1)
    .filter((name) => name !== '' && !name.split(',').some((one) => isTarget(one, targets)));
}

/** Nx accepts patterns too. */
function isTarget(name: string, targets: ReadonlySet<string>): boolean {
  return targets.has(name) || /[*?{[!]/.test(name);
}
