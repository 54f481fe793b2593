/** The option by which every command chooses projects, for `option(...projectsOption)`. */
export const projectsOption = [
  '--projects <names>',
  'Projects to include, separated by commas: names, globs, folders, tag:name in Nx, and ! to exclude (default: all)',
  namesOf,
] as const;

/** `a, b` as a list. */
export function namesOf(text: string): string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
