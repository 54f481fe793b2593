export { describeStoreFile } from './database/describe-store-file';
export { findSqliteVersion } from './database/load-sqlite';
export { migrate } from './migration/schema';
export { followChosenPath, refuseStore, type StoreFolder } from './files/refuse-store';
export { entriesBelow } from './files/entries-below';
export { isOwnFolder } from './files/own-folder';
export { openRegularFile } from './files/regular-file';
export { exportFacts, type ExportedFacts, type ExportRequest } from './export-facts';
export { mergePending, type PendingRequest, type PendingResult } from './merge/merge-pending';
export { mergeRecords } from './merge/merge-records';
export { mergeSources, type MergedSources, type SourcesRequest } from './merge/merge-sources';
export {
  type CacheRows,
  DEFAULT_STORE_LIMITS,
  type MergeCounts,
  type MergeProblem,
  type MergeRequest,
  type MergeResult,
  type StoreLimits,
} from './merge/merge-request';
export { openStoreSnapshot, type OpenedSnapshot, type SnapshotRequest } from './snapshot/open-store-snapshot';
export {
  MAX_RECORD_BYTES,
  pruneRecords,
  type PruneRequest,
  readRecord,
  writePending,
  writeRecord,
  type WrittenRecord,
} from './records/record-files';
export { RecordDecoder, type DecodedRecord, encodeRecord } from './records/record-format';
export { recordFolder } from './records/record-path';
export { appendRun, isLedgerLong, readLedger, drainLedger, type DrainedRuns } from './records/run-ledger';
export { appendResults, mergeResults, readResults } from './records/result-ledger';
export {
  carryBreaker,
  exportBreakers,
  mergeBreakers,
  mergeCarriedBreakers,
  type MergedBreakers,
} from './records/carry-breakers';
export {
  clearBreaker,
  type ListedBreaker,
  listBreakers,
  readBreaker,
  writeBreaker,
} from './records/breakers';
export { runKey } from './records/task-runs';
export { acquireStoreLock, DEFAULT_LOCK_TIMING, type LockTiming } from './merge/store-lock';
export type { StoreSnapshot } from './snapshot/store-snapshot';
export type { StoredFact } from './snapshot/stored-facts';
export type { FactTrace } from './merge/write-traces';
