import type { ConfigFileName } from '@nx-testmon/runner';

/** In the order in which Jest tries them. */
export const configFiles: readonly ConfigFileName[] = [
  {
    stem: 'jest.config',
    extensions: ['js', 'ts', 'mjs', 'cjs', 'cts', 'mts', 'json'],
    // A function of Nx.
    callForProjects: String.raw`getJestProjects(?:Async)?\(\)`,
  },
  { stem: 'package', extensions: ['json'], holdsConfiguration: configuresJest, isFoundByRunner: true },
];

/** Whether the text of a `package.json` contains a Jest configuration. */
function configuresJest(text: string): boolean {
  try {
    const { jest } = JSON.parse(text) as { jest?: unknown };
    return typeof jest === 'object' && jest !== null;
  } catch {
    return false;
  }
}
