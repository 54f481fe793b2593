export type { ChildRunner, PreparedRequest } from './child/child-runner';
export { childScripts } from './child/child-scripts';
export type { ReadText } from './configurations/config-closure';
export {
  compareConfigFiles,
  configSuffix,
  delegatesToProjects,
  findConfigFileName,
  isConfigFile,
  namedPaths,
  runnerOfConfig,
} from './configurations/config-files';
export { findConfig, hasUnambiguousConfig } from './configurations/find-config';
export {
  type ConfigSources,
  findTestConfigs,
  type FoundTestConfig,
  repeatsOthers,
  type TestFolder,
  type TestProject,
} from './configurations/find-test-configs';
export { onlyListsProjects } from './configurations/only-lists-projects';
export {
  type AlignedCode,
  coverageWithoutProbes,
  describedCode,
  type FileCoverage,
} from './coverage/file-coverage';
export { coverageFolder } from './coverage/coverage-folder';
export { countsWithoutProbes, type FunctionCoverage } from './coverage/function-coverage';
export { discoverInChild } from './child/discover-in-child';
export type { PlainTextFinder } from './function-text/patch-function-text';
export { prepareRealm } from './function-text/prepare-realm';
export { watchStackReads } from './function-text/watch-stack-reads';
export { findInstallation, type RunnerPackage } from './find-installation';
export { loadInstrumenter, loadUntracedInstrumenter } from './child/load-instrumenter';
export { LoadedTextRecorder } from './loaded-text-recorder';
export { mentionsOnly } from './mentions-only';
export type { ChildRequest, ProbesRequest, RunnerMessage, RunRequest } from './child/messages';
export { type InstrumentedNodeLoads, instrumentNodeLoads } from './node-loads/instrument-node-loads';
export { packageCommand } from './package-command';
export { errorText, exitWithParent, receiveRequest, sendToParent } from './child/parent';
export { prepareRequest } from './child/prepare-request';
export type { TracedImport } from './reads/targets/locate-specifier';
export { untracedNativeCode } from './reads/native-code';
export { patchFunction } from './reads/tracers/patch-function';
export { isInFolder } from './reads/targets/read-paths';
export { readsOfDiscovery } from './reads/reads-of-discovery';
export { readsEnvironment, type ReadsSettings } from './reads/reads-settings';
export { readsOfProcess, type TracedProcess, tracedProcess } from './reads/tracers/traced-process';
export { untraced } from './reads/tracers/untraced';
export { watchLoader } from './reads/tracers/watch-loader';
export { noRunFilters, type RunFilters } from './run-filters';
export { runInChild } from './child/run-in-child';
export { childOutputs, receiveOutput } from './child/receive-output';
export type { ChildOutput } from './child/start-runner-process';
export { asOptions, commandsOfTarget } from './scripts/commands-of-target';
export { environmentArguments } from './scripts/environment-arguments';
export {
  type ArgumentSyntax,
  isGiven,
  parseRunnerArguments,
  type RunnerArguments,
} from './scripts/parse-runner-arguments';
export { splitScript } from './scripts/split-script';
export {
  assignments,
  chooseByConfig,
  type CommandSyntax,
  parseTestCommand,
  type TestCommand,
  testFlags,
  type TestFlags,
} from './scripts/test-command';
export type {
  ConfigFileName,
  ConfigQuery,
  DiscoveryRequest,
  NxSupport,
  PlainRun,
  RunnerDiscovery,
  PlainCommand,
  RunnerInstallation,
  RunnerRun,
  TestRunner,
  TestRunners,
} from './test-runner';
export { tracedChild } from './child/traced-child';
export { usualTargetNames } from './usual-target-names';
export { type ProcessEnd, type Signals, WatchedProcess } from './child/watched-process';
export { workspacePath } from './workspace-path';
