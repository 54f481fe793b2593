import {
  type Fact,
  type Failure,
  failed,
  parseSuiteId,
  type StoreContentProblem,
  type StoreProblem,
} from '@nx-testmon/core';
import { openStoreSnapshot } from './snapshot/open-store-snapshot';
import { writeRecord } from './records/record-files';

export interface ExportRequest {
  /** Absolute path of the database. */
  readonly file: string;
  /** Absolute path of the folder for the records; created if it is missing. */
  readonly folder: string;
  /** In ms since 1970. */
  readonly now: number;
  /** Identifies the records as one export. */
  readonly execId: string;
  /** Only suites of these projects. */
  readonly projects?: readonly string[];
}

export type ExportedFacts =
  | {
      readonly ok: true;
      readonly facts: number;
      readonly files: readonly string[];
      /** Parts of the store that could not be read. */
      readonly problems: readonly StoreContentProblem[];
    }
  | Failure<StoreProblem>;

/** Keeps records far below the size limit for reading them. */
const FACTS_IN_A_RECORD = 2_000;

/** Writes all facts of a store as records, which any store can merge. The store is only read. */
export async function exportFacts(request: ExportRequest): Promise<ExportedFacts> {
  const opened = await openStoreSnapshot({ file: request.file, timeoutMs: 5_000, now: request.now });
  if (!opened.ok) return opened;
  using snapshot = opened.snapshot;
  const files: string[] = [];
  let facts = 0;
  for (const suite of snapshot.suites()) {
    // The project is only used as the name of a folder, so the suite of another version may be used unparsed.
    const project = parseSuiteId(suite)?.project ?? suite;
    if (request.projects && !request.projects.includes(project)) continue;
    const all = [...snapshot.facts(suite).keys()].flatMap((path) => [...snapshot.factsOf({ suite, path })]);
    for (const part of chunks(all, FACTS_IN_A_RECORD)) {
      const record = { execId: request.execId, project, target: 'export', facts: part };
      const written = writeRecord(request.folder, record);
      if (!written.ok) {
        return failed({ kind: 'store-not-writable', file: written.file, detail: written.message });
      }
      files.push(written.file);
      facts += part.length;
    }
  }
  return { ok: true, facts, files, problems: snapshot.problems() };
}

function* chunks(facts: readonly Fact[], size: number): Generator<readonly Fact[]> {
  for (let from = 0; from < facts.length; from += size) yield facts.slice(from, from + size);
}
