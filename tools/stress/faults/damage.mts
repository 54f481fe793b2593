import { existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TaskRecord } from '@nx-testmon/core';
import { MAX_RECORD_BYTES, readRecord, writePending, writeRecord } from '@nx-testmon/store';
import BetterSqlite3 from 'better-sqlite3';
import { chooseRandom, type Random } from '../../shared/random.mts';
import { sampleFact, sampleRecord, SUITE } from '../sample-facts.mts';
import { readVerifiedFacts } from '../verified-facts.mts';
import {
  type Fault,
  type FaultContext,
  findProblemsAfterwards,
  makeNames,
  runAfterwards,
  storeNow,
} from './store-under-fault.mts';
import { withDamagedDatabase } from './with-damaged-database.mts';

const truncatedDatabase: Fault = (context) =>
  withDamagedDatabase(context, (bytes, file) =>
    truncateSync(file, Math.floor(context.random() * bytes.length)),
  );

const flippedDatabase: Fault = (context) =>
  withDamagedDatabase(context, (bytes, file) => writeFileSync(file, flipBits(bytes, context.random)));

const overwrittenPage: Fault = (context) =>
  withDamagedDatabase(context, (bytes, file) => {
    const page = Math.floor((context.random() * bytes.length) / 4096);
    for (let index = page * 4096; index < (page + 1) * 4096; index++) {
      bytes[index] = Math.floor(context.random() * 256);
    }
    writeFileSync(file, bytes);
  });

/** A database with a table that is not ours. */
const foreignDatabase: Fault = (context) =>
  withDamagedDatabase(context, (_, file) => {
    writeFileSync(file, '');
    const database = new BetterSqlite3(file);
    database.exec('CREATE TABLE other (id INTEGER); INSERT INTO other VALUES (1); PRAGMA user_version = 7');
    database.close();
  });

/** A database of a future version. */
const newerDatabase: Fault = (context) =>
  withDamagedDatabase(context, (_, file) => {
    const database = new BetterSqlite3(file);
    database.exec('CREATE TABLE of_tomorrow (id INTEGER); PRAGMA user_version = 99');
    database.close();
  });

function flipBits(bytes: Buffer, random: Random): Buffer {
  const flips = 1 + Math.floor(random() * 8);
  for (let flip = 0; flip < flips; flip++) {
    const index = Math.floor(random() * bytes.length);
    bytes.writeUInt8(bytes.readUInt8(index) ^ (1 << Math.floor(random() * 8)), index);
  }
  return bytes;
}

/**
 * A damaged record must be refused with a reason, or still be merged as it was. No other fact may come from
 * it.
 */
async function withDamagedRecord(
  { paths }: FaultContext,
  damage: (bytes: Buffer) => Buffer,
): Promise<readonly string[]> {
  const before = makeNames('before', 3);
  await storeNow(paths, before);
  const { file } = writePending(paths.pendingDir, sampleRecord('damaged', makeNames('damaged', 4)));
  writeFileSync(file, damage(readFileSync(file)));
  const { problems, refused } = await runAfterwards(paths, before);
  const read = await readVerifiedFacts(paths.file);
  const isMerged = read.ok && read.names.some((name) => name.startsWith('damaged-'));
  const isRefused = refused.some(({ reason }) => reason !== '');
  return [
    ...problems,
    ...(read.ok ? [] : [`the database can't be read: ${read.problem}`]),
    ...(isMerged || isRefused ? [] : ['a damaged record was neither merged nor refused']),
    ...(refused[0] === undefined || existsSync(refused[0].file) ? [] : ['a refused record is gone']),
  ];
}

const truncatedRecord: Fault = (context) =>
  withDamagedRecord(context, (bytes) => bytes.subarray(0, Math.floor(context.random() * bytes.length)));

const flippedRecord: Fault = (context) =>
  withDamagedRecord(context, (bytes) => flipBits(bytes, context.random));

/** A valid record of other code. It is merged, and matches nothing here. */
const otherWorkspace: Fault = async ({ paths, random }) => {
  const before = makeNames('before', 5);
  await storeNow(paths, before);
  const here = sampleFact('before-0');
  const dependencies = here.dependencies.map(({ block, hash }, index) => {
    const isSame = random() < 0.5;
    if (index === 0) return { block, hash: 'elsewhere' };
    return { block, hash: isSame ? hash : `${hash}x` };
  });
  const record: TaskRecord = {
    execId: 'other',
    project: here.testFile.suite.split(':')[0] ?? '',
    target: 'testmon',
    facts: [{ ...here, endedAt: here.endedAt + 1, outcome: 'passed', dependencies }],
  };
  const written = writeRecord(paths.recordsDir, record);
  const read = readRecord(written.file, { maxBytes: MAX_RECORD_BYTES });
  const problems = read.ok ? [] : [`a valid record was refused: ${read.reason}`];
  const after = await findProblemsAfterwards(paths, before);
  // The fact has the name of a fact that is stored here, but other content, so the check reports it.
  const expected = `facts that were never stored: before-0`;
  return [...problems, ...after.filter((problem) => problem !== expected)];
};

/** A record as it is written. An attack changes any part of it. */
interface RecordJson {
  facts: Record<string, unknown>[];
  blocks: unknown[][];
  modules: unknown[];
  [field: string]: unknown;
}

type Attack = (record: RecordJson) => void;

const inFirstFact =
  (field: string, value: unknown): Attack =>
  ({ facts }) => {
    const [first] = facts;
    if (first !== undefined) first[field] = value;
  };

const inFirstBlock =
  (value: string): Attack =>
  ({ blocks: [first] }) => {
    if (first !== undefined) first[0] = value;
  };

const inRecord =
  (field: string, value: unknown): Attack =>
  (record) => {
    record[field] = value;
  };

/**
 * Records that a cache or another branch could contain, with paths outside the workspace, impossible counts,
 * or keys of prototypes.
 */
const attacks: readonly Attack[] = [
  inFirstFact('testFile', { suite: SUITE, path: '../../etc/passwd' }),
  inFirstFact('testFile', { suite: SUITE, path: '/etc/passwd' }),
  inFirstBlock('../outside.ts#f'),
  inFirstBlock('__proto__'),
  inFirstFact('durationMs', -1),
  inFirstFact('endedAt', 1e300),
  inFirstFact('dependencies', '////////////////'),
  inFirstFact('execution', { instrumentedModules: '/wM=' }),
  ({ modules }) => void modules.push('../outside.ts'),
  inFirstFact('outcome', 'skipped'),
  inFirstFact('extra', true),
  inRecord('version', 99),
  inRecord('facts', { length: 1e9 }),
  inRecord('project', 'x'.repeat(2000)),
];

const hostileRecord: Fault = async ({ paths, random }) => {
  const before = makeNames('before', 3);
  await storeNow(paths, before);
  const { file } = writeRecord(paths.recordsDir, sampleRecord('hostile', ['hostile-0']));
  const record = JSON.parse(readFileSync(file, 'utf8')) as RecordJson;
  chooseRandom(attacks, random)(record);
  const copy = join(paths.folder, 'hostile.json');
  writeFileSync(copy, JSON.stringify(record));
  const read = readRecord(copy, { maxBytes: MAX_RECORD_BYTES });
  const isRefused = !read.ok || record.blocks[0]?.[0] === '__proto__';
  writeFileSync(file, JSON.stringify(record));
  const problems = [...(await findProblemsAfterwards(paths, before))];
  if (!isRefused) problems.push(`a hostile record was taken: ${JSON.stringify(record).slice(0, 300)}`);
  if ('hash' in Object.prototype) problems.push('a prototype was changed');
  if (readdirSync(paths.folder).some((name) => name.includes('passwd'))) problems.push('a path led out');
  return problems;
};

export const damage = {
  'truncated-database': truncatedDatabase,
  'flipped-database': flippedDatabase,
  'overwritten-page': overwrittenPage,
  'foreign-database': foreignDatabase,
  'newer-database': newerDatabase,
  'truncated-record': truncatedRecord,
  'flipped-record': flippedRecord,
  'other-workspace': otherWorkspace,
  'hostile-record': hostileRecord,
};
