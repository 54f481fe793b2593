import { copyFileSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Fact } from '@nx-testmon/core';
import BetterSqlite3 from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { mergeRecords } from '../merge/merge-records';
import { MAX_RECORD_BYTES, readRecord } from '../records/record-files';
import { openStoreSnapshot } from '../snapshot/open-store-snapshot';
import { describeFolder, integrity, LOCK, NOW, storeFile } from '../store.testing';
import type { FormerFact } from './former-facts';
import { SCHEMA_VERSION } from './schema';

/**
 * A database and a record that a collecting run of schema 5 wrote, and the facts that were read from them.
 */
const fixtures = join(__dirname, 'fixtures');
const former = JSON.parse(
  readFileSync(join(fixtures, 'schema-5-facts.json'), 'utf8'),
) as readonly FormerFact[];
const SUITE = 'a:libs/a/vitest.config.mts';

function formerStore(): string {
  const file = storeFile();
  copyFileSync(join(fixtures, 'schema-5.db'), file);
  return file;
}

async function factsIn(file: string): Promise<readonly Fact[]> {
  const opened = await openStoreSnapshot({ file, timeoutMs: 1000, now: NOW });
  if (!opened.ok) throw new Error(opened.problem.kind);
  using snapshot = opened.snapshot;
  expect(snapshot.problems()).toEqual([]);
  return snapshot.allFacts();
}

const byPath = (facts: readonly Fact[]) => new Map(facts.map((fact) => [fact.testFile.path, fact]));

/** The text of a block in the current schema; `undefined` for a mark of the whole fact. */
function currentText(block: string): string | undefined {
  if (/#<(probes|reads|starts a process)>$/.test(block)) return undefined;
  return block.replace(/(package\.json)#resolution$/, '$1#<resolution>');
}

describe('a store of schema 5', () => {
  it('has the same facts, and the marks among their blocks are an execution', async () => {
    const facts = byPath(await factsIn(formerStore()));
    expect(facts.size).toBe(4);
    for (const { testFile, suite, fingerprints, ...head } of former) {
      const fact = facts.get(testFile)!;
      const { dependencies, execution, testFile: id, ...rest } = fact;
      expect([id, rest]).toEqual([{ suite, path: testFile }, head]);
      const expected = fingerprints.flatMap(({ block, hash }) => {
        const text = currentText(block);
        return text === undefined ? [] : [`${text} ${hash}`];
      });
      expect(dependencies.map(({ block, hash }) => `${block} ${hash}`)).toEqual(expected.sort());
      expect(execution?.reads).toEqual({
        isComplete: true,
        fallback: testFile === 'libs/a/process.test.ts',
      });
    }
    const instrumented = [...facts.values()].map(({ testFile, execution }) => [
      testFile.path,
      execution?.instrumentedModules,
    ]);
    expect(Object.fromEntries(instrumented)).toEqual({
      'libs/a/calls.test.ts': ['libs/a/lib.ts'],
      'libs/a/process.test.ts': [],
      'libs/a/reads.test.ts': [],
      'libs/a/typed.test.ts': ['libs/a/lib.ts'],
    });
  });

  it('is not changed by reading, and a merge migrates it and recognizes its facts', async () => {
    const file = formerStore();
    const before = describeFolder(dirname(file));
    const facts = await factsIn(file);
    expect(describeFolder(dirname(file))).toEqual(before);
    const read = readRecord(join(fixtures, 'record-without-version.json'), { maxBytes: MAX_RECORD_BYTES });
    if (!read.ok) throw new Error(read.reason);
    expect(byPath(read.record.facts)).toEqual(byPath(facts));
    const merged = await mergeRecords({ file, records: [read.record], lock: LOCK, now: NOW });
    expect(merged).toMatchObject({ kind: 'merged', addedFacts: 0, knownFacts: 4, removedFacts: 0 });
    const database = new BetterSqlite3(file, { readonly: true });
    expect(database.pragma('user_version', { simple: true })).toBe(SCHEMA_VERSION);
    database.close();
    expect(integrity(file)).toBe('ok');
    expect(await factsIn(file)).toEqual(facts);
  });

  it.each([
    ['its list is damaged', `UPDATE fact SET blocks = x'ff' WHERE ended_at = 9e11`],
    ['its blocks are different', `UPDATE fact SET blocks = x'01' WHERE ended_at = 9e11`],
    ['its environment is missing', `UPDATE fact SET environment = 999 WHERE ended_at = 9e11`],
    ['its outcome is invalid', `UPDATE fact SET outcome = 'fuiled' WHERE ended_at = 9e11`],
  ])("does not use an older pass if a later failure can't be read because %s", async (_, statement) => {
    const file = formerStore();
    const database = new BetterSqlite3(file);
    database.pragma('foreign_keys = OFF');
    database.pragma('ignore_check_constraints = ON');
    database.exec(`
      UPDATE fact SET ended_at = 8e11 WHERE test_file = (SELECT id FROM name WHERE text = 'libs/a/calls.test.ts');
      INSERT INTO fact (key, suite, test_file, environment, outcome, duration_ms, ended_at, blocks, checksum)
        SELECT 'later', suite, test_file, environment, 'failed', 1, 9e11, blocks, 5 FROM fact WHERE ended_at = 8e11;
      ${statement}`);
    database.close();
    const opened = await openStoreSnapshot({ file, timeoutMs: 1000, now: NOW });
    if (!opened.ok) throw new Error(opened.problem.kind);
    using snapshot = opened.snapshot;
    expect(snapshot.factsOf({ suite: SUITE, path: 'libs/a/calls.test.ts' })).toEqual([]);
    expect(snapshot.factsOf({ suite: SUITE, path: 'libs/a/reads.test.ts' })).toHaveLength(1);
  });
});
