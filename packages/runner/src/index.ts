export { childScripts } from './child-scripts';
export { discoverWith } from './discover-with';
export { findInstallation, type PackagedRunner } from './find-installation';
export { findNamedFile, isFile } from './find-named-file';
export type { ChildRequest, ProbesRequest, RunnerMessage, RunRequest } from './messages';
export type { Narrowing } from './narrowing';
export { errorText, exitWithParent, receiveRequest, tellParent } from './parent';
export { prepareWith, type RunnerSearch } from './prepare-with';
export { listen } from './reads/follow-file-system';
export { readsEnvironment, type ReadsSettings } from './reads/names';
export type { Tracker } from './reads/tracker';
export { readsPreload, trackerOfProcess } from './reads/tracker-of-process';
export type {
  DiscoveryRequest,
  FoundTestFile,
  PreparedRequest,
  RunnerAdapter,
  RunnerDiscovery,
  RunnerInstallation,
  RunnerRun,
} from './runner-adapter';
export type { RunnerFailure } from './runner-failure';
export type { ChildOutput, Signals } from './runner-process';
export { runWith } from './run-with';
export { workspacePath } from './workspace-path';
