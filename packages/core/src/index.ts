export { type Analysis, createAnalysis } from './analysis';
export { type Component, ComponentFinder } from './graph/component-finder';
export {
  blockFields,
  type BlockId,
  type BlockKey,
  type BlockKind,
  coversManyFiles,
  formatBlockId,
  moduleOfBlock,
  parseBlockId,
} from './records/block-id';
export { isBlockOf } from './records/block-source';
export { packBlockList, unpackBlockList } from './records/block-list';
export {
  describeFileState,
  type EntryKind,
  formatLookup,
  isExecutableMode,
  isStateAsRead,
  kindOfEntry,
  parseLookup,
  stateOfLookup,
} from './graph/file-state';
export { buildWorkspace } from './graph/build-workspace';
export { digest, digestParts, hashPattern } from './model/digest';
export { createCurrentTrace, type CurrentTrace } from './selection/trace/current-trace';
export { decideByTrace, type TraceDecision } from './selection/trace/decide-by-trace';
export { digestRoots } from './selection/trace/digest-roots';
export { traceDependencies } from './selection/trace/trace-dependencies';
export {
  compareFactTraces,
  type NamedBlock,
  type PackedFact,
  type TraceComparison,
} from './selection/trace/compare-fact-traces';
export type { ModuleInTrace, TraceEntry } from './selection/trace/trace-entry';
export { NameTable } from './model/name-table';
export type { ConfigurationSyntax, ReporterOption } from './model/configuration-syntax';
export { joinRunnerSyntax, noRunnerSyntax, type RunnerSyntax } from './model/runner-syntax';
export type { FileCache, FileStamp, FileState } from './records/file-cache';
export { type EnvironmentKey, formatEnvironmentId } from './records/environment-id';
export {
  describeFactHead,
  factKey,
  type Fact,
  type FactExecution,
  type FactReads,
  type Fingerprint,
  mergeFacts,
  SEEDED_AT,
  sortFingerprints,
} from './records/fact';
export {
  CLOCK_TOLERANCE_MS,
  isPassFromFarFuture,
  isPassFromFuture,
  newestFirst,
  nextSequence,
  sequenceOf,
} from './records/fact-sequence';
export { type AlignedToken, CodeAlignment } from './model/code-alignment';
export { moduleText, marksName, namesOfMarks, probeName, probePattern } from './model/probe-marks';
export type {
  CodeAligner,
  PlainTextsFinder,
  InsertProbes,
  InstrumentedModule,
  Instrumenter,
  InstrumenterCache,
  InstrumenterModule,
} from './model/instrumented-module';
export type { ModuleGraph, Resolution } from './graph/module-graph';
export * from './model/module-model';
export * from './model/block-name';
export { validateModel } from './model/validate-model';
export { printable, printableJson, printableLines } from './text/printable';
export { count } from './text/count';
export { errorMessage, errorWithStack } from './text/error-message';
export { escapeGlob } from './text/escape-glob';
export { formatMessageLine, MESSAGE_PREFIX } from './text/message-line';
export type { Fallback, FallbackKind, FallbackScope, TracedFallbackKind } from './fallback/fallback';
export { isFallback } from './fallback/is-fallback';
export { fallbackTable } from './fallback/fallback-table';
export type { FallbackText } from './fallback/fallback-text';
export { specifierOfFallback } from './fallback/native-code';
export {
  describeFallback,
  describeFallbackCount,
  describeRunFallback,
  fallbackKey,
  fallbackKinds,
  hasScope,
  isRunFallback,
  locationOfFallback,
  scopeOfFallback,
  sortFallbacks,
} from './fallback/describe-fallback';
export type { OptionProblem, UsageProblem } from './problem/option-problems';
export {
  type Failure,
  failed,
  type Problem,
  type ProblemKind,
  type ProblemOf,
  problemTable,
} from './problem/problem';
export type { ProblemText } from './problem/problem-text';
export type { MergeSourceProblem, RecordFileProblem } from './problem/record-problems';
export { renderProblem } from './problem/render-problem';
export type { RunnerProblem } from './problem/runner-problems';
export type { StoreFileProblem, StoreFileProblemKind } from './problem/store-file-problems';
export type { StoreContentProblem, StoreProblem } from './problem/store-problems';
export type { UncoveredProblem } from './problem/uncovered-problems';
export { describeIssue } from './records/describe-issue';
export { dictionary } from './records/dictionary';
export { createDiscoverySchema } from './records/discovery-schema';
export {
  executionOf,
  type ExecutedBlocks,
  type Reads,
  type TestExecution,
  toFactExecution,
} from './records/test-execution';
export { formatSuiteId, parseSuiteId, type SuiteId } from './records/suite-id';
export { type TestFileId, type TestFileKey, testFileKey } from './records/test-file-id';
export { readsOfTestFile, type TestFileReads, createdPathMatcher } from './dependencies/reads-of-test-file';
export { joinReadTraces, noReads } from './dependencies/join-read-traces';
export { hashListing, fingerprintReads, fingerprintVariables } from './dependencies/fingerprint-reads';
export { type ExecutedOutputs, withExecutionOfSources } from './dependencies/execution-of-sources';
export { withObservedLoads } from './dependencies/observed-loads';
export {
  type CodeResult,
  codeOfFact,
  codeResultKey,
  FAILED_TESTS_KEPT,
  limitTestNames,
  TEST_NAME_LENGTH,
} from './records/code-result';
export {
  appendBreaker,
  type Breaker,
  type BreakerClearing,
  type BreakerState,
  clearState,
  findSetBreaker,
  mergeBreakerStates,
  MISSED_KEPT,
  type StoredBreaker,
} from './records/breaker';
export { findFlaky, type FlakyResult, type FlakyTestFile } from './records/flaky-test-file';
export type { StoredDiscovery, TaskRecord, TaskRun } from './records/record';
export type {
  LoadedTexts,
  ReadTrace,
  RunFallback,
  RunResult,
  TestFileResult,
  TracedLoads,
} from './records/run-result';
export {
  findSuiteDependencies,
  type SuiteDependencies,
  type SuiteRoots,
  type SuiteTestFile,
  type TestDependencies,
} from './dependencies/find-suite-dependencies';
export { isOfSystem, isOutsidePath, stateOfLargeFile, isInsidePath } from './records/outside-paths';
export { InstallationFolders, installationRoots } from './graph/installation-folders';
export { nodeModulesEntryOf, packageFolderOf, packageNameOf } from './graph/package-path';
export { isLockfileName, type LockfileName, lockfileNames } from './graph/lockfile-names';
export { type PackageCommands, packageCommands } from './graph/package-commands';
export { isObject } from './is-object';
export { listNames } from './text/list-names';
export type { EnvironmentVariables } from './options/environment-variables';
export { TARGET_MARK, type TargetMark, TESTMON_EXECUTOR } from './options/testmon-targets';
export {
  attemptRead,
  isOpenFilesFailure,
  isPathError,
  isSystemFailure,
  rethrowUnlessPathError,
  rethrowUnlessSystemError,
  systemMessage,
} from './system-error';
export {
  everyPackage,
  formatPackageRequest,
  type PackageRequest,
  parsePackageRequest,
} from './graph/package-request';
export {
  type Configurations,
  type Dependencies,
  findDependencies,
  type TestRoots,
} from './dependencies/find-dependencies';
export { modulesOfTestFile } from './dependencies/modules-of-test-file';
export { type CurrentState, matches, matchingFacts, newestMatch } from './selection/match-fact';
export { auditCycleDays, type AuditShare, chooseAudited, isAuditedInShard } from './selection/audit-share';
export { type Decision, selectTestFile } from './selection/select-test-file';
export type { Discovery, DiscoveryReads, Suite, TestFileSearch } from './records/suite';
export {
  namesOfOption,
  otherNamesOf,
  type TaskOptionEntry,
  type TaskOptionName,
  taskOptionTable,
  variableOf,
} from './options/task-options';
export type { Project, Workspace } from './graph/workspace';
export {
  folderOf,
  foldersUpward,
  fromWorkspacePath,
  isInFolder,
  isInside,
  isOutsideWorkspace,
  joinWorkspacePath,
  pathInFolder,
  type PathRules,
  relativeToWorkspace,
  toWorkspacePath,
} from './graph/workspace-paths';
export { formatWorkspaceText, parseWorkspaceText } from './graph/workspace-text';
export { dependencyNames } from './graph/dependency-names';
export { withoutQuery } from './graph/without-query';
