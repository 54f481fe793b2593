import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mergePending } from '../merge/merge-pending';
import { mergeRecords } from '../merge/merge-records';
import { openStoreSnapshot } from '../snapshot/open-store-snapshot';
import { pruneRecords, readRecord, writePending, writeRecord } from './record-files';
import { fact, isWindows, LOCK, NOW, record, storedFactKeys, temporaryFolder } from '../store.testing';

const LIMITS = { maxBytes: 1_000_000 };

function folders() {
  const root = temporaryFolder();
  const at = (name: string) => join(root, '.testmon', name);
  return { root, file: at('testmondata.db'), recordsDir: at('records'), pendingDir: at('pending') };
}

function files(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((one) => one.isFile())
    .map((one) => relative(folder, join(one.parentPath, one.name)))
    .sort();
}

function written(result: ReturnType<typeof writeRecord>): { file: string; digest: string } {
  if (!result.ok) throw new Error(result.message);
  return result;
}

describe('a record file', () => {
  it('is read back unchanged, and its name contains the digest of its content', () => {
    const { recordsDir } = folders();
    const mine = record([fact()]);
    const { file, digest } = written(writeRecord(recordsDir, mine));
    expect(readRecord(file, LIMITS)).toEqual({ ok: true, record: mine, digest });
    expect(files(recordsDir)).toEqual([`a/testmon.exec-1.${digest}.json`]);
    expect(written(writeRecord(recordsDir, mine)).file).toBe(file);
    expect(files(recordsDir)).toHaveLength(1);
  });

  it('of a scoped project is in the folder where Nx looks for {projectName}', () => {
    const { recordsDir } = folders();
    const { file } = written(writeRecord(recordsDir, record([], { project: '@scope/name' })));
    expect(dirname(file)).toBe(join(recordsDir, '@scope/name'));
  });

  it.each([
    '..',
    '../..',
    'a/../../../b',
    '/etc',
    'a//b',
    '.',
    'C:\\x',
    'a\0b',
    '../'.repeat(20) + 'tmp/x',
    'x'.repeat(3000),
  ])('is always in the folder of records, with any name of the project: %j', (name) => {
    const { root, recordsDir } = folders();
    const { file } = written(
      writeRecord(recordsDir, record([], { project: name, target: name || 't', execId: name })),
    );
    expect(relative(recordsDir, file).startsWith('..')).toBe(false);
    expect(files(root)).toHaveLength(1);
    expect(files(recordsDir)).toHaveLength(1);
  });

  it("returns a failure if it can't be written", () => {
    const { root } = folders();
    writeFileSync(join(root, 'taken'), '');
    expect(writeRecord(join(root, 'taken'), record([fact()]))).toMatchObject({ ok: false });
  });

  it('is refused if it is too large, a folder or missing', () => {
    const { root, recordsDir } = folders();
    const { file } = written(writeRecord(recordsDir, record([fact()])));
    expect(readRecord(file, { maxBytes: 10 })).toMatchObject({
      ok: false,
      reason: 'larger than 10 bytes',
      kind: 'not-a-record',
    });
    expect(readRecord(root, LIMITS)).toMatchObject({
      kind: 'not-a-record',
      reason: 'a folder, not a regular file',
    });
    expect(readRecord(join(root, 'none.json'), LIMITS)).toMatchObject({ kind: 'record-unreadable' });
  });

  // Creating links requires a privilege on Windows.
  it.skipIf(isWindows)('is refused if it is a link (not on Windows)', () => {
    const { root, recordsDir } = folders();
    const { file } = written(writeRecord(recordsDir, record([fact()])));
    symlinkSync(file, join(root, 'link.json'));
    expect(readRecord(join(root, 'link.json'), LIMITS)).toMatchObject({
      kind: 'not-a-record',
      reason: 'a symbolic link, not a regular file',
    });
  });

  it.skipIf(isWindows)('is refused if it is a named pipe (not on Windows)', () => {
    const pipe = join(folders().root, 'pipe.json');
    execFileSync('mkfifo', [pipe]);
    expect(readRecord(pipe, LIMITS)).toMatchObject({ ok: false, reason: 'a FIFO, not a regular file' });
  });
});

describe('pruning', () => {
  it('removes merged records of the same target, and moves the others to pending', () => {
    const { recordsDir, pendingDir } = folders();
    const write = (endedAt: number, target = 'testmon', project = 'a') =>
      written(writeRecord(recordsDir, record([fact({ endedAt })], { target, project })));
    const [merged, unmerged, current] = [write(1), write(2), write(3)];
    const others = [write(4, 'testmon-e2e'), write(5, 'testmon', 'a/b'), write(6, 'testmon', 'b')];
    writeFileSync(join(dirname(merged.file), 'testmon.notes.txt'), 'mine');
    const bytes = readFileSync(unmerged.file, 'utf8');
    pruneRecords({
      recordsDir,
      pendingDir,
      project: 'a',
      target: 'testmon',
      keep: [current.digest],
      isMerged: (digest) => digest === merged.digest,
      now: NOW,
    });
    const left = [current, ...others].map(({ file }) => relative(recordsDir, file));
    expect(files(recordsDir)).toEqual([...left, 'a/testmon.notes.txt'].sort());
    expect(readFileSync(join(pendingDir, 'a', basename(unmerged.file)), 'utf8')).toBe(bytes);
  });

  it("keeps an unmerged record if it can't be moved", () => {
    const { root, recordsDir } = folders();
    const { file } = written(writeRecord(recordsDir, record([fact()])));
    writeFileSync(join(root, 'taken'), '');
    const request = {
      recordsDir,
      project: 'a',
      target: 'testmon',
      keep: [],
      isMerged: () => false,
      now: NOW,
    };
    pruneRecords({ ...request, pendingDir: join(root, 'taken') });
    expect(existsSync(file)).toBe(true);
  });

  it('removes old files of killed writers', () => {
    const { recordsDir, pendingDir } = folders();
    const { file } = written(writeRecord(recordsDir, record([fact()])));
    const [old, young, foreign] = [`${file}.1.tmp`, `${file}.2.tmp`, join(dirname(file), 'testmon.a.tmp')];
    for (const one of [old, young, foreign]) writeFileSync(one, '{');
    utimesSync(old, 1, 1);
    utimesSync(foreign, 1, 1);
    utimesSync(young, NOW / 1000, NOW / 1000);
    pruneRecords({
      recordsDir,
      pendingDir,
      project: 'a',
      target: 'testmon',
      keep: [],
      isMerged: () => true,
      now: NOW,
    });
    expect(files(recordsDir)).toEqual([young, foreign].map((one) => relative(recordsDir, one)).sort());
  });
});

describe('merging pending records', () => {
  it('removes merged pending records, and keeps merged restored records', async () => {
    const { file, recordsDir, pendingDir } = folders();
    writePending(pendingDir, record([fact({ testFile: 'pending.test.ts' })]));
    const restored = written(
      writeRecord(
        recordsDir,
        record([fact({ testFile: 'restored.test.ts', suite: '@s/b:vitest.config.ts' })], { project: '@s/b' }),
      ),
    );
    const request = { file, recordsDir, pendingDir, lock: LOCK, now: NOW };
    expect(await mergePending(request)).toEqual({ merged: 2, addedFacts: 2, refused: [] });
    expect(storedFactKeys(file)).toHaveLength(2);
    expect(files(pendingDir)).toEqual([]);
    expect(existsSync(restored.file)).toBe(true);
    expect(await mergePending(request)).toEqual({ merged: 0, addedFacts: 0, refused: [] });
  });

  it("returns the new path of a store that can't be used", async () => {
    const { file, pendingDir } = folders();
    writePending(pendingDir, record([fact()]));
    writeFileSync(file, 'no database');
    const { movedAside, ...result } = await mergePending({ file, pendingDir, lock: LOCK, now: NOW });
    expect(result).toEqual({ merged: 1, addedFacts: 1, refused: [] });
    expect(readFileSync(movedAside?.file ?? '', 'utf8')).toBe('no database');
  });

  it('does not create a database if no record is pending', async () => {
    const { file, recordsDir, pendingDir } = folders();
    expect(await mergePending({ file, recordsDir, pendingDir, lock: LOCK, now: NOW })).toMatchObject({
      merged: 0,
    });
    expect(existsSync(dirname(file))).toBe(false);
  });

  it('moves refused files aside once, with the reason, and merges the others', async () => {
    const { root, file, recordsDir, pendingDir } = folders();
    const refused = join(root, '.testmon/refused');
    const name = 'testmon.x.0123456789abcdef.json';
    writePending(pendingDir, record([fact()]));
    writeFileSync(join(pendingDir, name), '{"testmon":1,"execId":"","facts":[]}');
    writeFileSync(join(pendingDir, 'notes.json'), 'of the user');
    const bad = written(writeRecord(recordsDir, record([fact({ endedAt: 5 })])));
    writeFileSync(bad.file, 'not json');
    const request = { file, pendingDir, lock: LOCK, now: NOW };
    const result = await mergePending(request);
    expect(result).toMatchObject({ merged: 1, addedFacts: 1 });
    expect(result.refused.map((one) => one.file)).toEqual([join(refused, name)]);
    expect(files(pendingDir)).toEqual(['notes.json']);
    expect(files(refused)).toEqual([name, `${name}.reason.txt`]);
    expect(readFileSync(join(refused, `${name}.reason.txt`), 'utf8')).toMatch(/execId/);
    expect((await mergePending(request)).refused).toEqual([]);
    const restored = await mergePending({ ...request, recordsDir });
    expect(restored.refused).toEqual([
      {
        kind: 'record-invalid',
        file: join(refused, basename(bad.file)),
        reason: 'not JSON',
        isMovedAside: true,
      },
    ]);
    expect(existsSync(bad.file)).toBe(false);
    expect((await mergePending({ ...request, recordsDir })).refused).toEqual([]);
  });

  it('refuses a record with the name of another record', async () => {
    const { file, pendingDir } = folders();
    const one = written(writePending(pendingDir, record([fact({ endedAt: 1 })])));
    const other = written(writePending(pendingDir, record([fact({ endedAt: 2 })])));
    writeFileSync(one.file, readFileSync(other.file));
    const result = await mergePending({ file, pendingDir, lock: LOCK, now: NOW });
    expect(result).toMatchObject({
      merged: 1,
      refused: [{ reason: 'its content does not match its file name' }],
    });
  });

  it("keeps pending records if the store can't be written", async () => {
    const { file, pendingDir } = folders();
    writePending(pendingDir, record([fact()]));
    mkdirSync(file);
    const result = await mergePending({ file, pendingDir, lock: LOCK, now: NOW });
    expect(result).toMatchObject({ merged: 0, problem: { kind: 'store-refused' } });
    expect(files(pendingDir)).toHaveLength(1);
  });

  it('finds a merged record for pruning', async () => {
    const { file, recordsDir, pendingDir } = folders();
    const mine = record([fact()]);
    const { digest } = written(writeRecord(recordsDir, mine));
    await mergeRecords({ file, records: [mine], recordDigests: [digest], lock: LOCK, now: NOW });
    const opened = await openStoreSnapshot({ file, timeoutMs: 0, now: NOW });
    if (!opened.ok) throw new Error(opened.problem.kind);
    const { snapshot } = opened;
    expect(snapshot.hasMerged(digest)).toBe(true);
    pruneRecords({
      recordsDir,
      pendingDir,
      project: 'a',
      target: 'testmon',
      keep: [],
      isMerged: (one) => snapshot.hasMerged(one),
      now: NOW,
    });
    expect([files(recordsDir), files(pendingDir)]).toEqual([[], []]);
  });
});
