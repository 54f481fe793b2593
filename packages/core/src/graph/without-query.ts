/**
 * A specifier without what bundlers add to a path: `./icon.svg?raw` is read from `./icon.svg`. `#internal` is no query.
 */
export function withoutQuery(specifier: string): string {
  const query = specifier.indexOf('?', 1);
  return query < 0 ? specifier : specifier.slice(0, query);
}
