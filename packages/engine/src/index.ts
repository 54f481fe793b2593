export { type ParsedTaskOptions, parseTaskOptions, type TaskOptions } from './options/options';
export { splitTargetEnvironment, type TargetEnvironment } from './options/target-environment';
export { runTask } from './run-task';
export { selectTask } from './select-task';
export { type ExplainedTestFile, explainTestFile } from './explain/explain-test-file';
export { explainSource } from './explain/explain-source';
export { type CodeRequest, findCode, type FoundCode } from './explain/find-code';
export type { SourceExplanation } from './explain/source-explanation';
export type { TestFileExplanation } from './explain/test-file-explanation';
export { type CreatedPlan, createPlan, type TimedTask, createTimedTask } from './plan/create-plan';
export { describeCheckout } from './plan/describe-checkout';
export { MOST_SHARDS, namesPlan, shardName, type TestPlan } from './plan/test-plan';
export { SharedReads } from './read-task/shared-reads';
export { maintenanceLines } from './report/maintenance';
export { checkSetup, type SetupCheck, type SetupRequest } from './doctor/check-setup';
export { type CauseDiagnosis, diagnoseTask, type TaskDiagnosis } from './doctor/diagnose-task';
export { seedingLines } from './report/seeding';
export { describeOutcome } from './report/describe-outcome';
export { describeDependents } from './report/header';
export { describeDuration } from './report/reason';
export { chooseRunner, type TestRunner, testRunners } from './test-runners';
export type { DoneTask, SelectedTestFile, Selection, Task, TaskIo, TaskReport } from './task';
export {
  collectStoreGarbage,
  exportStore,
  type MaintenanceResult,
  mergeIntoStore,
} from './maintenance/maintain-store';
export { readStats, type RunSums, type Stats } from './maintenance/read-stats';
export type { FileCost } from './overview/file-costs';
export { type Execution, readExecutions } from './overview/read-executions';
export { readTaskOverview, type TaskOverview, type TestFileOverview } from './overview/read-task-overview';
export { seedStore, type SeedRequest } from './seed/seed-store';
export { openTaskStore, storePaths } from './store/task-store';
export { refuseStore } from '@nx-testmon/store';
export {
  CoverageReader,
  type CoverageRequest,
  type CoveredTestFiles,
  type WorkspaceCoverage,
} from './insight/workspace-coverage';
export { readChangedLines } from './insight/changed-lines';
export { findUntested, type UntestedCode } from './insight/find-untested';
export type { CoverageOfFile } from './insight/coverage-of-file';
export type { OutdatedCode } from './insight/module-coverage';
