const MAGIC = Buffer.from('d9d505f920a163d7', 'hex');
const HEADER = 28;
const UNTIL_END = 0xffffffff;

export type RollbackResult =
  { readonly ok: true; readonly bytes: Buffer } | { readonly ok: false; readonly detail: string };

/**
 * Returns the database as it was before the transaction of a rollback journal. SQLite does the same to the file when
 * it finds the journal of a writer that died; this works on a copy in memory. Pages that the writer has not changed
 * yet are replaced by the same content, so it also works while the writer is running.
 *
 * It is correct because SQLite syncs a page's original into the journal, and counts it in the journal's header,
 * before it overwrites the page in the file.
 *
 * @param database whole file; the result may share its memory
 * @param journal whole journal file, of the same moment
 * @see https://www.sqlite.org/fileformat.html#the_rollback_journal
 */
export function rollBack(database: Buffer, journal: Buffer, databasePageSize: number): RollbackResult {
  // The journal modes TRUNCATE and PERSIST leave an empty or zeroed journal after a commit.
  if (journal.length < HEADER || !journal.subarray(0, 8).equals(MAGIC)) return { ok: true, bytes: database };
  if (journal.subarray(-8).equals(MAGIC)) return { ok: false, detail: 'a multi-database transaction' };
  const sectorSize = journal.readUInt32BE(20);
  const pageSize = journal.readUInt32BE(24) || databasePageSize;
  if (sectorSize < HEADER || sectorSize > 65536) return { ok: false, detail: 'unknown journal format' };
  if (database.length > 0 && pageSize !== databasePageSize)
    return { ok: false, detail: 'a change of page size' };

  const pages = journal.readUInt32BE(16);
  const bytes = resized(database, pages * pageSize);
  for (const { page, data } of originals(journal, sectorSize, pageSize)) {
    if (page <= pages) data.copy(bytes, (page - 1) * pageSize);
  }
  return { ok: true, bytes };
}

function resized(database: Buffer, size: number): Buffer {
  if (database.length >= size) return database.subarray(0, size);
  return Buffer.concat([database, Buffer.alloc(size - database.length)]);
}

function* originals(
  journal: Buffer,
  sectorSize: number,
  pageSize: number,
): Generator<{ page: number; data: Buffer }> {
  const recordSize = pageSize + 8;
  let offset = 0;
  while (offset + HEADER <= journal.length && journal.subarray(offset, offset + 8).equals(MAGIC)) {
    const counted = journal.readUInt32BE(offset + 8);
    const nonce = journal.readUInt32BE(offset + 12);
    offset += sectorSize;
    const present = Math.max(0, Math.floor((journal.length - offset) / recordSize));
    for (let left = counted === UNTIL_END ? present : Math.min(counted, present); left > 0; left--) {
      const page = journal.readUInt32BE(offset);
      const data = journal.subarray(offset + 4, offset + 4 + pageSize);
      // An incomplete record ends the journal: SQLite has not relied on anything after it.
      if (page === 0 || journal.readUInt32BE(offset + 4 + pageSize) !== checksum(nonce, data)) return;
      yield { page, data };
      offset += recordSize;
    }
    offset = Math.ceil(offset / sectorSize) * sectorSize;
  }
}

function checksum(nonce: number, data: Buffer): number {
  let sum = nonce;
  for (let at = data.length - 200; at > 0; at -= 200) sum = (sum + (data[at] ?? 0)) >>> 0;
  return sum;
}
