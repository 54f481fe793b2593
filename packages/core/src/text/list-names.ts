/** The first names of a list in one line, and how many there are beside them: `a, b and 3 more`. */
export function listNames(names: readonly string[], limit: number): string {
  const shown = names.slice(0, limit).join(', ');
  return names.length > limit ? `${shown} and ${names.length - limit} more` : shown;
}
