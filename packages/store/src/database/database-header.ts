/** "tmon", the application id in the header of a testmon database. */
export const APPLICATION_ID = 0x746d6f6e;

export const HEADER_BYTES = 100;

/** The state of a file according to its first bytes, without opening it as a database. */
export type HeaderFinding =
  | { readonly kind: 'ours'; readonly version: number; readonly writeAheadLog: boolean }
  | { readonly kind: 'empty' | 'foreign' | 'newer' | 'corrupt'; readonly detail: string };

/**
 * @param header the first {@link HEADER_BYTES} of the file, or all of a shorter file
 * @param size of the whole file, in bytes
 * @param currentVersion the newest schema version that this program supports
 * @see https://www.sqlite.org/fileformat.html#the_database_header
 */
export function inspectHeader(header: Buffer, size: number, currentVersion: number): HeaderFinding {
  if (size === 0) return { kind: 'empty', detail: 'no bytes' };
  if (header.toString('latin1', 0, 16) !== 'SQLite format 3\0') {
    return { kind: 'foreign', detail: 'not an SQLite database' };
  }
  if (header.length < HEADER_BYTES) return { kind: 'corrupt', detail: 'truncated header' };
  const applicationId = header.readUInt32BE(68);
  if (applicationId !== APPLICATION_ID) {
    return { kind: 'foreign', detail: `application id ${applicationId}` };
  }
  const version = header.readInt32BE(60);
  if (version > currentVersion) {
    return {
      kind: 'newer',
      detail: `schema version ${version}, this nx-testmon supports up to ${currentVersion}`,
    };
  }
  if (version < 1) return { kind: 'corrupt', detail: `schema version ${version}` };
  const expected = pageCount(header) * pageSize(header);
  if (expected > size) return { kind: 'corrupt', detail: `${size} of ${expected} bytes` };
  return { kind: 'ours', version, writeAheadLog: header[18] === 2 || header[19] === 2 };
}

/** In bytes. */
export function pageSize(header: Buffer): number {
  const stored = header.readUInt16BE(16);
  return stored === 1 ? 65536 : stored;
}

/** 0 if the page count in the header is out of date (written by very old versions of SQLite). */
function pageCount(header: Buffer): number {
  return header.readUInt32BE(24) === header.readUInt32BE(92) ? header.readUInt32BE(28) : 0;
}

/** Marks the copy in memory as a rollback-journal database; a WAL one can't be opened from memory. */
export function clearWriteAheadLogMark(bytes: Buffer): void {
  bytes[18] = 1;
  bytes[19] = 1;
}
