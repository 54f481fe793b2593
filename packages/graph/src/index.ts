export { fingerprintDeclaredFiles } from './declared-files';
export { findTestFiles, type FoundTestFile, globTestFiles } from './files/glob-test-files';
export { listFiles } from './files/list-files';
export type { ModelReader } from './files/model-reader';
export { openWorkspaceFiles, type WorkspaceFiles, type WorkspaceFilesInput } from './files/workspace-files';
export {
  createModuleGraph,
  defaultContext,
  type ModuleGraphInput,
  type WorkspaceModuleGraph,
} from './module-graph';
export type { ResolutionContext } from './resolution/create-resolver';
export { MODEL_VERSION, moduleModelReader, readModuleModel } from './model';
export { insertProbes } from './probes/insert-probes';
export { openInstrumenter } from './probes/open-instrumenter';
