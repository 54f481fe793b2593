export { checkNodeVersion } from './check-node-version';
export type { FileCache, FileStamp } from './file-cache';
export { exportFacts, type ExportedFacts, type ExportRequest } from './export-facts';
export { mergePending, type PendingRequest, type PendingResult } from './merge-pending';
export { mergeRecords } from './merge-records';
export { mergeSources, type MergedSources, type SourcesRequest } from './merge-sources';
export {
  type CacheRows,
  DEFAULT_STORE_LIMITS,
  type MergeCounts,
  type MergeRequest,
  type MergeResult,
  type StoreLimits,
} from './merge-request';
export { openStoreSnapshot, type OpenedSnapshot, type SnapshotRequest } from './open-store-snapshot';
export {
  MAX_RECORD_BYTES,
  pruneRecords,
  type PruneRequest,
  readRecord,
  writePending,
  writeRecord,
  type WrittenRecord,
} from './record-files';
export type { DecodedRecord } from './record-format';
export { recordFolder } from './record-path';
export { appendRun, isLedgerLong, readLedger, takeLedger, type TakenRuns } from './run-ledger';
export { runKey } from './task-runs';
export { acquireStoreLock, DEFAULT_LOCK_TIMING, type LockTiming } from './store-lock';
export {
  renderStoreProblem,
  STORE_PROBLEMS,
  type StoreProblem,
  type StoreProblemKind,
  type StoreProblemText,
} from './store-problem';
export type { StoreSnapshot } from './store-snapshot';
export type { StoredFact } from './stored-facts';
export type { FactInputs } from './write-inputs';
