import type { JestCore, ProjectConfig, SearchSource } from './jest-api';

/**
 * Reports every test file of every project, including those that the command line filters out. If this
 * version of Jest has no such function, only the files that are about to run are known.
 */
export function findAllTests(
  { SearchSource }: JestCore,
  onFound: (config: ProjectConfig, paths: readonly string[]) => void,
): void {
  if (!SearchSource?.prototype.getTestPaths) return;
  const { prototype } = SearchSource;
  const getTestPaths = prototype.getTestPaths;
  prototype.getTestPaths = function (this: SearchSource, ...parameters: unknown[]) {
    const { config, hasteFS } = this._context ?? {};
    if (config && hasteFS) {
      onFound(
        config,
        hasteFS.getAllFiles().filter((path) => this.isTestFilePath?.(path) === true),
      );
    }
    return getTestPaths.apply(this, parameters);
  };
}
