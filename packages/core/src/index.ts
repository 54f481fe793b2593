export { packBlockList, unpackBlockList } from './block-list';
export { buildWorkspace } from './build-workspace';
export { ciExecutionId } from './ci-execution-id';
export { type Collected, collectedIn } from './collected';
export { digest, digestParts } from './digest';
export { askInputsToday, type InputsToday } from './inputs/compare-inputs';
export { decideByInputs } from './inputs/decide-by-inputs';
export { describeRoots } from './inputs/describe-roots';
export { findWalkInputs } from './inputs/find-walk-inputs';
export { judgingFacts, type PackedFact, type Verdict } from './inputs/judge-facts';
export type { ModuleText, WalkInput } from './inputs/walk-input';
export { internName } from './intern-name';
export type { FileCache, FileStamp } from './file-cache';
export { factKey, type Fact, type Fingerprint, mergeFacts, SEEDED_AT, sortFingerprints } from './fact';
export type { InsertProbes, InstrumentedModule, Instrumenter } from './instrumented-module';
export { mintExecutionId } from './mint-execution-id';
export type { ModuleGraph, Resolution } from './module-graph';
export * from './module-model';
export { soundModel } from './sound-model';
export { misspelledName, nearestName } from './nearest-name';
export { describeUnsupportedNode } from './node-version';
export { type Ran, ranIn } from './ran';
export { type FollowedReads, followReads, hashListing, joinTraces, type Reads, readsIn } from './reads';
export type { KeptDiscovery, TaskRecord, TaskRun } from './record';
export type { ReadTrace, RunResult, TestFileResult } from './run-result';
export {
  findSuiteDependencies,
  type SuiteDependencies,
  type SuiteRoots,
  type SuiteTestFile,
  type TestDependencies,
} from './find-suite-dependencies';
export { fingerprintFolders, lockfileNames } from './project-files';
export { type Dependencies, findDependencies, type TestRoots } from './find-dependencies';
export {
  type Decision,
  matches,
  newestFirst,
  newestMatch,
  selectTestFile,
  type Today,
} from './select-test-file';
export type { Discovery, Suite, TestFileSearch } from './suite';
export { splitTargetEnvironment, type TargetEnvironment } from './target-environment';
export {
  namesOfOption,
  otherNamesOf,
  type TaskOptionEntry,
  type TaskOptionName,
  taskOptionTable,
  variableOf,
} from './task-options';
export type { ReadText } from './test-projects/config-closure';
export { comparePrecedence, configFileKind, runnerOf } from './test-projects/config-file';
export {
  findTestConfigs,
  type FoundTestConfig,
  repeatsOthers,
  type TestFolder,
  type TestProject,
} from './test-projects/find-test-configs';
export {
  type NodeCommandLine,
  type NodeOption,
  nodeOptionValue,
  parseNodeCommandLine,
  writeNodeOptions,
} from './test-projects/node-command-line';
export { findTestScript } from './test-projects/node-test-script';
export { chooseByConfig, type TestCommand, testFlags } from './test-projects/test-command';
export { testRunners, type TestRunnerTraits } from './test-projects/test-runners';
export type { Project, Workspace } from './workspace';
