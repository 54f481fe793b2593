import type { JestCore, ProjectConfig } from './jest-api';

/**
 * Hears of every test file of every project, whatever the command line leaves out. Where this Jest has no
 * such place to listen, only what it is about to run is known.
 */
export function findAllTests(
  { SearchSource }: JestCore,
  onFound: (config: ProjectConfig, paths: readonly string[]) => void,
): void {
  if (!SearchSource?.prototype.getTestPaths) return;
  const { prototype } = SearchSource;
  const getTestPaths = prototype.getTestPaths;
  prototype.getTestPaths = function (this: typeof prototype, ...parameters: unknown[]) {
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
