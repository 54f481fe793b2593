import { ownArguments } from './own-arguments';

/**
 * Whether a command runs for all projects of the workspace.
 *
 * @param argv the arguments of the command
 */
export function isForAllProjects(argv: readonly string[]): boolean {
  const words = ownArguments(argv);
  return (
    words.includes('run-many') && !words.some((word) => /^(-p|--projects|--exclude)(=|$)|^-p[^-]/.test(word))
  );
}
