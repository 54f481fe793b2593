import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { TaskRecord } from '@nx-testmon/core';
import { describe, expect, it } from 'vitest';
import { openStoreSnapshot } from '../snapshot/open-store-snapshot';
import { encodeRecord, recordDigest } from '../records/record-format';
import { recordFileName } from '../records/record-path';
import { pruneRecords, writePending, writeRecord } from '../records/record-files';
import { fact, isWindows, LOCK, NOW, record, storeFile, temporaryFolder } from '../store.testing';
import { mergePending } from './merge-pending';

function store() {
  const file = storeFile();
  const folder = dirname(file);
  const [recordsDir, pendingDir] = [join(folder, 'records'), join(folder, 'pending')];
  const refusedDir = join(folder, 'refused');
  const merge = () => mergePending({ file, recordsDir, pendingDir, lock: LOCK, now: NOW });
  return { file, folder, recordsDir, pendingDir, refusedDir, merge };
}

/** Writes a record with its own name into any folder. */
function put(folder: string, one: TaskRecord): string {
  const text = encodeRecord(one);
  const file = join(folder, recordFileName({ ...one, digest: recordDigest(text) }));
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, text);
  return file;
}

async function storedFacts(file: string) {
  const opened = await openStoreSnapshot({ file, timeoutMs: 0, now: NOW });
  if (!opened.ok) return [];
  using snapshot = opened.snapshot;
  return snapshot.allFacts();
}

const ofB = fact({ suite: 'b:vitest.config.ts' });

describe('a record contains facts of its own project only', () => {
  it.each([
    ['facts of another project', (dir: string) => put(join(dir, 'a'), record([fact(), ofB]))],
    ['a folder of another project', (dir: string) => put(join(dir, 'a'), record([ofB], { project: 'b' }))],
    ['no folder of a project', (dir: string) => put(dir, record([fact()]))],
    [
      'a run of another project',
      (dir: string) =>
        put(
          join(dir, 'a'),
          record([], {
            run: {
              ...{ execId: 'e', project: 'b', target: 't', environment: 'default', outcome: 'passed' },
              ...{ endedAt: 1, durationMs: 1, selected: 0, total: 9, savedMs: 1e9 },
            },
          }),
        ),
    ],
  ])('and is refused and remembered with %s', async (_, write) => {
    const { file, recordsDir, refusedDir, merge } = store();
    const written = write(recordsDir);
    const { merged, refused } = await merge();
    expect([merged, refused.map((one) => one.file)]).toEqual([0, [join(refusedDir, basename(written))]]);
    expect(refused[0]?.reason).toMatch(/another project/);
    expect(existsSync(written)).toBe(false);
    expect(await storedFacts(file)).toEqual([]);
    expect(await merge()).toEqual({ merged: 0, addedFacts: 0, refused: [] });
  });

  it('even if its name starts with the name of another project', async () => {
    const { file, recordsDir, merge } = store();
    const forged = put(join(recordsDir, 'a'), record([fact({ suite: 'a%3Ab:vitest.config.ts' })]));
    const own = put(
      join(recordsDir, `%${recordDigest('a:b')}`),
      record([fact({ suite: 'a%3Ab:vitest.config.ts', endedAt: 7 })], { project: 'a:b' }),
    );
    const { merged, refused } = await merge();
    expect([merged, refused.map((one) => basename(one.file))]).toEqual([1, [basename(forged)]]);
    expect(existsSync(own)).toBe(true);
    expect((await storedFacts(file)).map(({ endedAt }) => endedAt)).toEqual([7]);
  });

  it('even after it was moved to the pending records', async () => {
    const { file, recordsDir, pendingDir, merge } = store();
    put(join(recordsDir, 'a'), record([ofB], { project: 'b' }));
    const request = { recordsDir, pendingDir, project: 'a', target: 'testmon', keep: [], now: NOW };
    pruneRecords({ ...request, isMerged: () => false });
    expect(readdirSync(join(pendingDir, 'a'))).toHaveLength(1);
    expect((await merge()).refused).toHaveLength(1);
    expect(await storedFacts(file)).toEqual([]);
  });

  it('and can be pending in the folder of its project, or at the former path', async () => {
    const { file, pendingDir, merge } = store();
    const written = writePending(pendingDir, record([fact()]));
    expect(dirname(written.file)).toBe(join(pendingDir, 'a'));
    put(pendingDir, record([ofB], { project: 'b' }));
    expect(await merge()).toMatchObject({ merged: 2, refused: [] });
    expect(await storedFacts(file)).toHaveLength(2);
  });
});

it('passes of a record from the future are not stored, but its failures are', async () => {
  const { file, recordsDir, merge } = store();
  const endedAt = NOW + 48 * 3_600_000;
  const facts = [
    fact({ testFile: 'pass.test.ts', endedAt }),
    fact({ testFile: 'fail.test.ts', endedAt, outcome: 'failed' }),
  ];
  put(join(recordsDir, 'a'), record(facts));
  expect(await merge()).toMatchObject({ merged: 1, addedFacts: 1 });
  expect((await storedFacts(file)).map(({ testFile }) => testFile.path)).toEqual(['fail.test.ts']);
});

describe('an entry in the folder of records', () => {
  // Creating links requires a privilege on Windows, which has no FIFOs.
  it.skipIf(isWindows).each(['link', 'FIFO'])(
    'is refused and moved aside if it is a %s (not on Windows)',
    async (kind) => {
      const { recordsDir, refusedDir, merge } = store();
      const written = put(join(recordsDir, 'a'), record([fact()]));
      const outside = join(temporaryFolder(), 'outside.json');
      renameSync(written, outside);
      if (kind === 'FIFO') execFileSync('mkfifo', [written]);
      else symlinkSync(outside, written);
      const { merged, refused } = await merge();
      expect([merged, refused]).toMatchObject([
        0,
        [
          {
            file: join(refusedDir, basename(written)),
            reason: expect.stringContaining('not a regular file'),
          },
        ],
      ]);
      expect(existsSync(outside)).toBe(true);
      expect((await merge()).refused).toEqual([]);
    },
  );

  it('is refused without being read if it is too large', async () => {
    const { recordsDir, merge } = store();
    const written = put(join(recordsDir, 'a'), record([fact()]));
    writeFileSync(written, '['.padEnd(129 * 1024 ** 2, '[],'));
    expect((await merge()).refused[0]?.reason).toMatch(/^larger than/);
    expect(existsSync(written)).toBe(false);
  });

  it('is quickly refused if it contains millions of empty lists', async () => {
    const { recordsDir, merge } = store();
    const written = put(join(recordsDir, 'a'), record([fact()]));
    writeFileSync(written, `[${'[],'.repeat(41_000_000)}[]]`);
    const started = performance.now();
    expect((await merge()).refused[0]?.reason).toBe('more entries than a record may hold');
    expect(performance.now() - started).toBeLessThan(10_000);
    expect(existsSync(written)).toBe(false);
  }, 30_000);

  it.skipIf(isWindows)('is not written, moved or removed through a link to a folder (not on Windows)', () => {
    const { recordsDir, pendingDir } = store();
    const outside = temporaryFolder();
    put(outside, record([fact()]));
    const before = readdirSync(outside);
    mkdirSync(recordsDir);
    symlinkSync(outside, join(recordsDir, 'a'));
    expect(writeRecord(recordsDir, record([fact({ endedAt: 9 })]))).toMatchObject({ ok: false });
    const request = { recordsDir, pendingDir, project: 'a', target: 'testmon', keep: [], now: NOW };
    pruneRecords({ ...request, isMerged: () => true });
    pruneRecords({ ...request, isMerged: () => false });
    expect(readdirSync(outside)).toEqual(before);
  });
});
