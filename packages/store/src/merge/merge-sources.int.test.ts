import { copyFileSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { formatSuiteId, renderProblem } from '@nx-testmon/core';
import { describe, expect, it } from 'vitest';
import { exportFacts } from '../export-facts';
import { mergeRecords } from './merge-records';
import { isNamedAsSource, mergeSources } from './merge-sources';
import { writeRecord } from '../records/record-files';
import {
  describeFolder,
  fact,
  integrity,
  LOCK,
  NOW,
  record,
  storedFactKeys,
  storeFile,
  temporaryFolder,
} from '../store.testing';

const facts = ['a', 'b', 'c', 'd'].map((name) =>
  fact({ testFile: `${name}.test.ts`, suite: `${name}:vitest.config.ts` }),
);

async function storeOf(some: typeof facts): Promise<string> {
  const file = storeFile();
  await mergeRecords({ file, records: [record(some)], lock: LOCK, now: NOW });
  return file;
}

function written(result: ReturnType<typeof writeRecord>) {
  if (!result.ok) throw new Error(result.message);
  return result;
}

function merge(file: string, sources: readonly string[]) {
  return mergeSources({ file, sources, lock: LOCK, now: NOW });
}

describe('merging files and folders', () => {
  it('results in one store with the facts of two machines, in any order, and does not change if repeated', async () => {
    const [whole, one, other] = [
      await storeOf(facts),
      await storeOf(facts.slice(0, 3)),
      await storeOf(facts.slice(2)),
    ];
    const folder = temporaryFolder();
    const written = writeRecord(folder, record(facts.slice(1, 3)));
    for (const sources of [
      [one, other, written.file],
      [written.file, dirname(other), one],
    ]) {
      const file = storeFile();
      expect(await merge(file, sources)).toMatchObject({ merged: 3, addedFacts: 4, refused: [] });
      expect(await merge(file, sources)).toMatchObject({ merged: 3, addedFacts: 0, knownFacts: 7 });
      expect(storedFactKeys(file)).toEqual(storedFactKeys(whole));
      expect(integrity(file)).toBe('ok');
    }
  });

  it('does not change its sources', async () => {
    const source = await storeOf(facts);
    const before = describeFolder(dirname(source));
    await merge(storeFile(), [dirname(source)]);
    expect(describeFolder(dirname(source))).toEqual(before);
  });

  it('refuses files that are neither records nor stores, with the reason, and merges the others', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'text.json'), 'no JSON');
    writeFileSync(join(folder, 'cut.db'), readFileSync(await storeOf(facts)).subarray(0, 3000));
    copyFileSync(await storeOf(facts.slice(0, 1)), join(folder, 'good.db'));
    const result = await merge(storeFile(), [folder, join(folder, 'missing.json')]);
    expect(result).toMatchObject({ merged: 1, addedFacts: 1 });
    expect(result.refused.map(({ kind, file }) => [file.slice(folder.length + 1), kind]).sort()).toEqual([
      ['cut.db', 'database-not-merged'],
      ['missing.json', 'record-unreadable'],
      ['text.json', 'not-a-record'],
    ]);
  });

  it.each([
    ['package.json', '{ "name": "app", "version": "1.0.0" }', 'the fields of a record are missing'],
    ['data.json', '[[[[[[[[[[1]]]]]]]]]]', 'nested too deeply'],
    ['list.json', '[1, 2]', 'the fields of a record are missing'],
    ['null.json', 'null', 'the fields of a record are missing'],
    ['notes.txt', 'for me', 'not JSON'],
  ])('describes a file of the user (%s), and never advises to delete it', async (name, text, reason) => {
    const file = join(temporaryFolder(), name);
    writeFileSync(file, text);
    const { refused } = await merge(storeFile(), [file]);
    expect(refused).toEqual([{ kind: 'not-a-record', file, reason }]);
    expect(refused.map(renderProblem)).toEqual([
      `${file} is neither a record nor an nx-testmon store: ${reason}. Pass a record, a database, or a folder that contains them.`,
    ]);
  });

  it('distinguishes damaged records and records of a newer version from other files, in its messages', async () => {
    const folder = temporaryFolder();
    const { file } = written(writeRecord(folder, record(facts)));
    const texts = async (change: (json: Record<string, unknown>) => void) => {
      const json = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
      change(json);
      const changed = join(temporaryFolder(), 'changed.json');
      writeFileSync(changed, JSON.stringify(json));
      const { refused } = await merge(storeFile(), [changed]);
      return refused.map((problem) => renderProblem(problem).replace(changed, 'changed.json'));
    };
    expect(await texts((json) => (json['project'] = 1))).toEqual([
      'The record changed.json is invalid: project: not a string. None of its facts were merged. Copy it again from its source, or record it again.',
    ]);
    expect(await texts((json) => (json['version'] = 99))).toEqual([
      'The record changed.json was written by a newer version of nx-testmon: version 99 of the record format; this nx-testmon reads up to 4. None of its facts were merged. Update nx-testmon, and merge the record again.',
    ]);
    writeFileSync(file, readFileSync(file).subarray(0, 20));
    expect(await merge(storeFile(), [file])).toMatchObject({
      refused: [{ kind: 'record-invalid', reason: 'not JSON' }],
    });
  });

  it('advises neither a run nor deletion for a damaged database of another workspace', async () => {
    const file = join(temporaryFolder(), 'bad.db');
    writeFileSync(file, readFileSync(await storeOf(facts)).subarray(0, 3000));
    const { refused } = await merge(storeFile(), [file]);
    const [text] = refused.map(renderProblem);
    expect(text).toContain(`The database ${file} was not merged: it is damaged (`);
    expect(text).toMatch(/\)\. Copy it again from its source\.$/);
    expect(text).not.toMatch(/nocollect|[Dd]elete/);
  });

  it.each([
    ['records/a/x.json', true],
    ['testmondata.db', true],
    ['refused/x.json', false],
    ['shard-1\\refused\\x.json', false],
    ['app/package.json', false],
    ['app/notes.txt', false],
  ])('reads %s of a folder: %s', (path, isTried) => {
    expect(isNamedAsSource(path)).toBe(isTried);
  });

  it('reads records in a folder below another one that is named refused', async () => {
    const folder = join(temporaryFolder(), 'refused', 'artifact');
    writeRecord(folder, record(facts));
    expect(await merge(storeFile(), [folder])).toMatchObject({ merged: 1, addedFacts: 4 });
  });
});

describe('exporting facts', () => {
  it('writes records that create an equal store when merged', async () => {
    const source = await storeOf(facts);
    const folder = join(temporaryFolder(), 'export');
    const exported = await exportFacts({ file: source, folder, now: NOW, execId: 'export' });
    expect(exported).toMatchObject({ ok: true, facts: 4, problems: [] });
    const file = storeFile();
    expect(await merge(file, [folder])).toMatchObject({ addedFacts: 4, refused: [] });
    expect(storedFactKeys(file)).toEqual(storedFactKeys(source));
  });

  it('can be restricted to projects', async () => {
    const folder = join(temporaryFolder(), 'export');
    const file = await storeOf(facts);
    expect(
      await exportFacts({ file, folder, now: NOW, execId: 'export', projects: ['b', 'd'] }),
    ).toMatchObject({
      facts: 2,
    });
    expect(readdirSync(folder).sort()).toEqual(['b', 'd']);
  });

  it('finds the facts of a project whose name contains a colon', async () => {
    const suite = formatSuiteId({ project: ':app', config: 'package.json', runnerProject: '' });
    const file = await storeOf([...facts, fact({ testFile: 'app/x.test.js', suite })]);
    const folder = join(temporaryFolder(), 'export');
    const exported = await exportFacts({ file, now: NOW, folder, execId: 'export', projects: [':app'] });
    expect(exported).toMatchObject({ ok: true, facts: 1 });
  });

  it('returns the problem that prevents it', async () => {
    const file = storeFile();
    const folder = temporaryFolder();
    expect(await exportFacts({ file, folder, now: NOW, execId: 'export' })).toMatchObject({
      problem: { kind: 'store-missing' },
    });
    const blocked = join(folder, 'file');
    writeFileSync(blocked, '');
    expect(
      await exportFacts({ file: await storeOf(facts), now: NOW, folder: blocked, execId: 'export' }),
    ).toMatchObject({
      problem: { kind: 'store-not-writable' },
    });
  });
});

describe('compacting', () => {
  it('removes the facts and blocks of deleted test files, and frees the space', async () => {
    const many = Array.from({ length: 400 }, (_, n) =>
      fact(
        { testFile: `t${n}.test.ts` },
        Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`m${n}-${i}.ts#f`, 'h'])),
      ),
    );
    const file = await storeOf(many);
    const before = statSync(file).size;
    const existingTestFiles = [{ suite: 'a:vitest.config.ts', testFiles: ['t7.test.ts'] }];
    const result = await mergeRecords({
      file,
      records: [],
      existingTestFiles,
      compact: true,
      lock: LOCK,
      now: NOW,
    });
    expect(result).toMatchObject({ kind: 'merged', removedFacts: 399 });
    expect(statSync(file).size).toBeLessThan(before / 5);
    expect(storedFactKeys(file)).toHaveLength(1);
    expect(integrity(file)).toBe('ok');
    mkdirSync(join(dirname(file), 'other'));
    expect(await merge(join(dirname(file), 'other', 'db'), [file])).toMatchObject({ addedFacts: 1 });
  });
});
