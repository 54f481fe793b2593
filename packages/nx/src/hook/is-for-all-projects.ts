/**
 * Whether a command is for all projects of the workspace.
 *
 * @param argv the arguments of the command
 */
export function isForAllProjects(argv: readonly string[]): boolean {
  const end = argv.indexOf('--');
  const words = end < 0 ? argv : argv.slice(0, end);
  return (
    words.includes('run-many') && !words.some((word) => /^(-p|--projects|--exclude)(=|$)|^-p[^-]/.test(word))
  );
}
