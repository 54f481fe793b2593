import { type ArgumentSyntax, parseRunnerArguments } from './parse-runner-arguments';

/**
 * The arguments that can change results, in one spelling: `--name=value`, sorted by name. An option that the
 * syntax does not know keeps the next word, which may be its value.
 *
 * @param neutral names in camel case of options that only change what is printed or how much is run; each
 * includes its nested options, such as `coverage.enabled`
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

/** Keeps the order of the values of one option, because the last one may override the others. */
function byName(one: string, other: string): number {
  const [first = '', second = ''] = [one.split('=')[0], other.split('=')[0]];
  return first < second ? -1 : first > second ? 1 : 0;
}
