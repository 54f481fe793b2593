/** Lists the first names in one line, with the number of the others: `a, b and 3 more`. */
export function listNames(names: readonly string[], limit: number): string {
  const shown = names.slice(0, limit).join(', ');
  return names.length > limit ? `${shown} and ${names.length - limit} more` : shown;
}
