export { fingerprintDeclaredFiles, isDeclaredBy } from './files/fingerprint-declared-files';
export { findTestFiles, type FoundTestFile, globTestFiles, hasOwnTests } from './test-files/find-test-files';
export { listFiles } from './files/list-files';
export { WatchedPaths } from './files/watched-paths';
export type { ModelReader } from './model/model-reader';
export { WorkspaceReader } from './files/workspace-reader';
export { openWorkspaceFiles, type WorkspaceFiles, type WorkspaceFilesInput } from './files/workspace-files';
export {
  createModuleGraph,
  defaultContext,
  type ModuleGraphInput,
  type WorkspaceModuleGraph,
} from './module-graph/create-module-graph';
export type { ResolutionContext } from './resolution/resolve-specifier';
export { isJsonPath, isModulePath } from './model/model-path';
export { locateFallback } from './model/locate-fallback';
export { findBlocksOfLine } from './positions/find-blocks-of-line';
export { type LocatedBlock, locateBlocks } from './positions/locate-blocks';
export { Memo } from './memo';
export { createModelReader, readModuleModel } from './model';
export { readPackageLock } from './lockfile/read-package-lock';
export { packageNamesIn } from './lockfile/package-names';
export { readPnpmLock } from './lockfile/read-pnpm-lock';
export { readYarnLock } from './lockfile/read-yarn-lock';
export { insertProbes } from './probes/insert-probes';
export type {
  CodePosition,
  CodePositions,
  CodeRange,
  LocatedBranches,
  LocatedCode,
  LocatedFunction,
} from './positions/code-positions';
export { readCodePositions } from './positions/read-code-positions';
export { createGlobMatcher } from './files/glob-matcher';
export { createSourceFileMatcher } from './files/source-file-matcher';
