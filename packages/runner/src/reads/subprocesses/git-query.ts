/**
 * Checks that a git subcommand only reads the repository and its configuration: no file of the working tree,
 * no index, no hook, and nothing over a network.
 */
const queries: Readonly<Record<string, (args: readonly string[]) => boolean>> = {
  remote: (args) => isEmpty(args) || (args.length === 1 && args[0] === '-v') || args[0] === 'get-url',
  'rev-parse': areFlagsAndRevisions,
  'rev-list': areFlagsAndRevisions,
  'merge-base': areFlagsAndRevisions,
  'symbolic-ref': ([first = '', ...rest]) => /^(?:-q|--quiet|--short)$/.test(first) && areRevisions(rest),
  branch: (args) => args.length === 1 && args[0] === '--show-current',
  config: ([first = '', ...rest]) =>
    /^(?:--get|--get-all|--list|-l)$/.test(first) && !rest.some((arg) => arg.startsWith('-')),
};

/** Flags that name files, read a pattern or the input, or use another parser. */
const readingFlags =
  /^--(?:parseopt|sq-quote|stdin|resolve-git-dir|git-path|glob|path-format|use-bitmap-index|$)/;
/**
 * Matches `HEAD`, `HEAD~1`, `main@{upstream}`, `origin/main...HEAD` and hashes. An existing path of this form
 * would be taken for a revision.
 */
const revision = /^(?:HEAD|@|[0-9a-f]{7,64}|(?:refs|origin)\/[\w./-]+)(?:[~^]\d*|@\{\w+\})*$/;

/**
 * Whether a git command only reads the repository. The state of the repository is not a dependency of a test,
 * unlike the files of the working tree, so such a process adds none.
 *
 * @param args without the program; `-C` may only come first, where `startsGitQuery` expects it
 */
export function isGitQuery(args: readonly string[]): boolean {
  const [first, second] = args;
  if (first === '-C' && second !== undefined) return args[2] !== '-C' && isGitQuery(args.slice(2));
  if (first === '--no-pager') return args[1] !== '-C' && isGitQuery(args.slice(1));
  const isQuery = first === undefined || !Object.hasOwn(queries, first) ? undefined : queries[first];
  return isQuery?.(args.slice(1)) === true;
}

function isEmpty(args: readonly string[]): boolean {
  return args.length === 0;
}

function areFlagsAndRevisions(args: readonly string[]): boolean {
  return args.every((arg) => (arg.startsWith('--') ? !readingFlags.test(arg) : areRevisions([arg])));
}

function areRevisions(args: readonly string[]): boolean {
  return args.every((arg) => arg.split('...').every((one) => revision.test(one)));
}
