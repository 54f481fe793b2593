import { encodeDiscovery } from '../database/discovery-text';
import { deflateModel } from '../database/model-compression';
import type { Database } from '../database/load-sqlite';
import { toFileColumns } from '../database/file-columns';
import type { CacheRows, StoreLimits } from './merge-request';

/** Stores data that saves time in later runs. The caller holds the transaction. */
export function writeCache(database: Database, cache: CacheRows, now: number): void {
  // A process that was paused may write outdated data late.
  const file = database.prepare(
    `INSERT INTO file (path, size, mtime_ns, ctime_ns, ino, content_hash, indexed_at)
     VALUES (@path, @size, @mtimeNs, @ctimeNs, @ino, @contentHash, @indexedAt)
     ON CONFLICT DO UPDATE SET size = excluded.size, mtime_ns = excluded.mtime_ns,
       ctime_ns = excluded.ctime_ns, ino = excluded.ino, content_hash = excluded.content_hash, indexed_at = excluded.indexed_at
     WHERE excluded.indexed_at >= indexed_at OR indexed_at > @now`,
  );
  for (const { path, contentHash, indexedAt, ...status } of cache.files ?? []) {
    file.run({ path, ...toFileColumns(status), contentHash, indexedAt, now });
  }
  const gone = database.prepare('DELETE FROM file WHERE path = ?');
  for (const path of cache.goneFiles ?? []) gone.run(path);

  const model = database.prepare(
    `INSERT INTO model (key, deflated, bytes, stored_at) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET deflated = excluded.deflated, bytes = excluded.bytes, stored_at = excluded.stored_at`,
  );
  for (const { key, json } of cache.models ?? []) {
    const deflated = deflateModel(json);
    model.run(key, deflated, deflated.length, now);
  }

  const discovery = database.prepare(
    `INSERT INTO discovery (key, closure, json) VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET closure = excluded.closure, json = excluded.json`,
  );
  for (const kept of cache.discoveries ?? []) {
    discovery.run(kept.key, kept.closure, encodeDiscovery(kept.discovery));
  }
}

/**
 * Removes the models that were stored longest ago if all of them together are too large. A run that needs one stores
 * it again.
 */
export function removeOldModels(database: Database, limits: StoreLimits): void {
  const total = database.prepare('SELECT coalesce(sum(bytes), 0) FROM model').pluck().get() as number;
  if (total <= limits.modelBytes) return;
  const remove = database.prepare('DELETE FROM model WHERE rowid = ?');
  // A quarter below the limit, so that not every merge has to drop some.
  let excess = total - limits.modelBytes * 0.75;
  const oldestFirst = database
    .prepare('SELECT rowid, bytes FROM model ORDER BY stored_at, rowid')
    .raw()
    .all();
  for (const [rowid, bytes] of oldestFirst as [number, number][]) {
    if (excess <= 0) return;
    remove.run(rowid);
    excess -= bytes;
  }
}
