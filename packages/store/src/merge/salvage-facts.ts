import { type Fact, rethrowUnlessSystemError } from '@nx-testmon/core';
import { clearWriteAheadLogMark, HEADER_BYTES, inspectHeader } from '../database/database-header';
import type { Sqlite } from '../database/load-sqlite';
import { openInMemory } from '../snapshot/open-store-snapshot';
import { SCHEMA_VERSION } from '../migration/schema';
import { isSqliteError } from '../snapshot/store-snapshot';
import { MAX_DATABASE_BYTES } from '../database/read-database-bytes';
import { readRegularFile } from '../files/regular-file';

/**
 * Facts that can still be read from a damaged store, from a copy in memory. Each is compared with its checksum, and a
 * failure that can't be read excludes older passes of its test file, so the result is as reliable as before. Test
 * files whose facts are lost are selected again.
 *
 * @param file absolute path of a database that was moved aside
 */
export function salvageFacts(sqlite: Sqlite, file: string, now: number): Fact[] {
  try {
    const bytes = readRegularFile(file, MAX_DATABASE_BYTES);
    const finding = inspectHeader(bytes.subarray(0, HEADER_BYTES), bytes.length, SCHEMA_VERSION);
    if (finding.kind !== 'ours') return [];
    if (finding.writeAheadLog) clearWriteAheadLogMark(bytes);
    const opened = openInMemory(sqlite, { bytes, file, now });
    if (!opened.ok) return [];
    using snapshot = opened.snapshot;
    return snapshot.allFacts();
  } catch (error) {
    if (!isSqliteError(error)) rethrowUnlessSystemError(error);
    return [];
  }
}
