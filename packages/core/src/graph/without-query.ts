/**
 * A specifier without the query of a bundler: `./icon.svg?raw` is read from `./icon.svg`. `#internal` is not a query.
 */
export function withoutQuery(specifier: string): string {
  const query = specifier.indexOf('?', 1);
  return query < 0 ? specifier : specifier.slice(0, query);
}
