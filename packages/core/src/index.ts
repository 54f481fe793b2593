export { type Analysis, createAnalysis } from './analysis';
export { type Component, ComponentFinder } from './graph/component-finder';
export {
  type BlockId,
  type BlockKey,
  type BlockKind,
  formatBlockId,
  moduleOfBlock,
  parseBlockId,
} from './records/block-id';
export { packBlockList, unpackBlockList } from './records/block-list';
export { buildWorkspace } from './graph/build-workspace';
export { type Collected, collectedIn } from './dependencies/collected';
export { digest, digestParts } from './model/digest';
export { askInputsToday, type InputsToday } from './selection/trace/compare-inputs';
export { decideByInputs } from './selection/trace/decide-by-inputs';
export { describeRoots } from './selection/trace/describe-roots';
export { findWalkInputs } from './selection/trace/find-walk-inputs';
export { judgingFacts, type NamedBlock, type PackedFact, type Verdict } from './selection/trace/judge-facts';
export type { ModuleText, WalkInput } from './selection/trace/walk-input';
export { NameTable } from './model/name-table';
export type { FileCache, FileStamp } from './records/file-cache';
export {
  factKey,
  type Fact,
  type Fingerprint,
  mergeFacts,
  SEEDED_AT,
  sortFingerprints,
} from './records/fact';
export type { InsertProbes, InstrumentedModule, Instrumenter } from './model/instrumented-module';
export type { ModuleGraph, Resolution } from './graph/module-graph';
export * from './model/module-model';
export { soundModel } from './model/sound-model';
export { misspelledName, nearestName } from './nearest-name';
export { count } from './count';
export {
  type Failed,
  failed,
  type OptionProblem,
  type Problem,
  type ProblemKind,
  type ProblemOf,
  problemTable,
  type ProblemText,
  renderProblem,
  type RunnerProblem,
  type StoreFileProblem,
  type StoreFileProblemKind,
  type StoreProblem,
} from './problem';
export { checkNodeVersion } from './node-version';
export { type Ran, ranIn } from './dependencies/ran';
export {
  type FollowedReads,
  followReads,
  hashListing,
  joinTraces,
  type Reads,
  readsIn,
} from './dependencies/reads';
export type { KeptDiscovery, TaskRecord, TaskRun } from './records/record';
export type { ReadTrace, RunResult, TestFileResult } from './records/run-result';
export {
  findSuiteDependencies,
  type SuiteDependencies,
  type SuiteRoots,
  type SuiteTestFile,
  type TestDependencies,
} from './dependencies/find-suite-dependencies';
export { isLeftOutOfListings, leftOutNames } from './graph/left-out-names';
export { type LockfileName, lockfileNames } from './graph/lockfile-names';
export { type Dependencies, findDependencies, type TestRoots } from './dependencies/find-dependencies';
export {
  type Decision,
  matches,
  newestFirst,
  newestMatch,
  selectTestFile,
  type Today,
} from './selection/select-test-file';
export type { Discovery, Suite, TestFileSearch } from './records/suite';
export { splitTargetEnvironment, type TargetEnvironment } from './target-environment';
export {
  namesOfOption,
  otherNamesOf,
  type TaskOptionEntry,
  type TaskOptionName,
  taskOptionTable,
  variableOf,
} from './task-options';
export type { Project, Workspace } from './graph/workspace';
