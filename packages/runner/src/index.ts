export { discoverWith } from './discover-with';
export type { ChildRequest, ProbesRequest, RunnerMessage, RunRequest } from './messages';
export type { Narrowing } from './narrowing';
export { errorText, exitWithParent, receiveRequest, tellParent } from './parent';
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
