import { type ArgumentSyntax, parseRunnerArguments } from './parse-runner-arguments';

/**
 * The arguments that can change how a test ends, in one spelling: `--name=value`, sorted by name. An option that the
 * syntax does not know keeps the next word as its value: it may be one.
 *
 * @param neutral names in camel case of options that change only what is printed or how much is run; each stands
 *   for those below it as well, such as `coverage.enabled`
 */
export function environmentArguments(
  runnerArguments: readonly string[],
  syntax: ArgumentSyntax,
  neutral: ReadonlySet<string>,
): string[] {
  const { options } = parseRunnerArguments(runnerArguments, { ...syntax, others: 'value' });
  return [...options]
    .filter(([name]) => !neutral.has(name.replace(/\..*/, '')))
    .flatMap(([name, values]) => values.map((value) => `--${name}=${String(value)}`))
    .sort(byName);
}

/** Keeps the order of the values of one option: the last may be the one that counts. */
function byName(one: string, other: string): number {
  const [first = '', second = ''] = [one.split('=')[0], other.split('=')[0]];
  return first < second ? -1 : first > second ? 1 : 0;
}
