/**
 * Converts options that are not ours back to the command line that they came from: `{t: 'sum', reporter:
 * ['dot', 'json'], _: ['src/a.test.ts']}` → `-t sum --reporter=dot --reporter=json src/a.test.ts`. Parsers
 * create nested objects from options such as `--coverage.enabled`.
 */
export function runnerArguments(options: Readonly<Record<string, unknown>>): string[] {
  const files = Array.isArray(options['_']) ? options['_'].map(textOf) : [];
  return [
    ...Object.entries(options).flatMap(([name, value]) => (name === '_' ? [] : oneArgument(name, value))),
    ...files,
  ];
}

function oneArgument(name: string, value: unknown): string[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((one) => oneArgument(name, one));
  if (typeof value === 'object') {
    return Object.entries(value).flatMap(([key, inner]) => oneArgument(`${name}.${key}`, inner));
  }
  if (value === true) return [name.length === 1 ? `-${name}` : `--${name}`];
  if (value === false) return [`--no-${name}`];
  const text = textOf(value);
  return name.length === 1 ? [`-${name}`, text] : [`--${name}=${text}`];
}

/** Callers of the executor may pass values of any type. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
