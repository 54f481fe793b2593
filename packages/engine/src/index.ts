export { parseTaskOptions, type TaskOptions } from './task/options/parse-task-options';
export { type ParsedTask, parseTask, type TargetToParse } from './task/parse-task';
export { runTask } from './task/run-task';
export type { TaskReader } from './queries/while-read';
export { selectTask } from './queries/select-task';
export { type ExplainedTestFile, explainTestFile } from './queries/explain/explain-test-file';
export { explainSource } from './queries/explain/explain-source';
export { type CodeRequest, findCode, type FoundCode } from './queries/explain/find-code';
export type { SourceExplanation } from './queries/explain/source-explanation';
export type { TestFileExplanation } from './queries/explain/test-file-explanation';
export { type CreatedPlan, createPlan, type TimedTask, createTimedTask } from './queries/plan/create-plan';
export { describeCheckout } from './git/describe-checkout';
export { MOST_SHARDS, shardName, type TestPlan } from './task/take-shard/test-plan';
export { SharedReader } from './task/read-task/shared-reader';
export { maintenanceLines } from './store/maintenance-lines';
export { checkSetup, type SetupRequest } from './queries/doctor/check-setup';
export { type CheckMark, markOfProblems, type SetupCheck } from './queries/doctor/setup-check';
export { type CauseDiagnosis, diagnoseTask, type TaskDiagnosis } from './queries/doctor/diagnose-task';
export { seedLines } from './seed/seed-lines';
export { describeOutcome } from './task/report/describe-outcome';
export { describeDependents } from './task/report/header';
export { describeDuration, variableOfBlock } from './task/report/reason';
export { chooseRunner, type TestRunner, testRunners } from './test-runners';
export type { SelectedTestFile, DescribedSelection } from './task/described-selection';
export type { Task, TestFileChoice } from './task/task';
export type { TaskIo } from './task/task-io';
export type { DoneTask, TaskReport } from './task/task-report';
export {
  collectStoreGarbage,
  exportStore,
  type MaintenanceResult,
  mergeIntoStore,
} from './store/maintain-store';
export { readStats, type RunSums, type Stats } from './store/read-stats';
export type { FileCost } from './queries/report-data/file-costs';
export { type Execution, readExecutions } from './queries/report-data/read-executions';
export {
  readTaskOverview,
  type TaskOverview,
  type TestFileOverview,
} from './queries/report-data/read-task-overview';
export { clearBreakers, type ListedBreaker, readBreakers } from './queries/audit/breakers';
export { type FlakyOfProject, readFlaky } from './queries/flaky/read-flaky';
export { countProblems } from './seed/count-problems';
export { seedStore, type SeedRequest, type SeedResult } from './seed/seed-store';
export { openTaskStore, storePaths } from './store/task-store';
export { decideByTraces } from './task/select-tests/decide-by-traces';
export { refuseStore } from '@nx-testmon/store';
export { isModulePath, packageNamesIn, WatchedPaths } from '@nx-testmon/graph';
export {
  CoverageReader,
  type CoverageRequest,
  type CoveredTestFiles,
  type WorkspaceCoverage,
} from './queries/coverage/workspace-coverage';
export { type ChangedLines, readChangedLines } from './git/changed-lines';
export { findBase } from './git/find-base';
export { describeUntested, type UntestedChanges } from './queries/coverage/describe-untested';
export { appendUntested } from './queries/coverage/append-untested';
export { findUntested, type UntestedCode } from './queries/coverage/find-untested';
export type { CoverageOfFile } from './queries/coverage/coverage-of-file';
export type { OutdatedCode } from './queries/coverage/module-coverage';
export type { UnlistedDependencies } from './queries/unlisted-dependencies/find-unlisted';
export type { NamedInputs } from './queries/unlisted-dependencies/nx-projects';
export { readUnlisted } from './queries/unlisted-dependencies/read-unlisted';
