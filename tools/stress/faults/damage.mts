import { existsSync, readFileSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { readRecord, MAX_RECORD_BYTES, writePending, writeRecord } from '@nx-testmon/store';
import { sampleRecord, sampleFact } from '../sample-facts.mts';
import { readVerifiedFacts } from '../verified-facts.mts';
import { makeNames, runAfterwards, storeNow } from './store-under-fault.mts';
import { withDamagedDatabase } from './with-damaged-database.mts';

function truncatedDatabase(context) {
  return withDamagedDatabase(context, (bytes, file) =>
    truncateSync(file, Math.floor(context.random() * bytes.length)),
  );
}

function flippedDatabase(context) {
  return withDamagedDatabase(context, (bytes, file) => writeFileSync(file, flipBits(bytes, context.random)));
}

function overwrittenPage(context) {
  return withDamagedDatabase(context, (bytes, file) => {
    const page = Math.floor((context.random() * bytes.length) / 4096);
    for (let at = page * 4096; at < (page + 1) * 4096; at++) bytes[at] = Math.floor(context.random() * 256);
    writeFileSync(file, bytes);
  });
}

function foreignDatabase(context) {
  return withDamagedDatabase(context, (_, file) => {
    writeFileSync(file, '');
    const database = new BetterSqlite3(file);
    database.exec('CREATE TABLE other (id INTEGER); INSERT INTO other VALUES (1); PRAGMA user_version = 7');
    database.close();
  });
}

function newerDatabase(context) {
  return withDamagedDatabase(context, (_, file) => {
    const database = new BetterSqlite3(file);
    database.exec('CREATE TABLE of_tomorrow (id INTEGER); PRAGMA user_version = 99');
    database.close();
  });
}

function flipBits(bytes, random) {
  const flips = 1 + Math.floor(random() * 8);
  for (let flip = 0; flip < flips; flip++)
    bytes[Math.floor(random() * bytes.length)] ^= 1 << Math.floor(random() * 8);
  return bytes;
}

/** A damaged record is refused with its reason, or is still the record it was; no other fact comes of it. */
async function withDamagedRecord({ paths }, damage) {
  const before = (await storeNow(paths, makeNames('before', 3))).names;
  const { file } = writePending(paths.pendingDir, sampleRecord('damaged', makeNames('damaged', 4)));
  writeFileSync(file, damage(readFileSync(file)));
  const { problems, refused } = await runAfterwards(paths, before);
  const { names: there } = await readVerifiedFacts(paths.file);
  const came = there.some((name) => name.startsWith('damaged-'));
  if (!came && !refused.some(({ reason }) => reason))
    problems.push('a damaged record was neither merged nor refused');
  if (refused.length > 0 && !existsSync(refused[0].file)) problems.push('a refused record is gone');
  return problems;
}

function truncatedRecord(context) {
  return withDamagedRecord(context, (bytes) =>
    bytes.subarray(0, Math.floor(context.random() * bytes.length)),
  );
}

function flippedRecord(context) {
  return withDamagedRecord(context, (bytes) => flipBits(bytes, context.random));
}

/** Valid, but of other code: it is merged, and matches nothing here. */
async function otherWorkspace({ paths, random }) {
  const before = (await storeNow(paths, makeNames('before', 5))).names;
  const here = sampleFact('before-0');
  const elsewhere = { ...here, endedAt: here.endedAt + 1, outcome: 'passed' };
  const dependencies = here.dependencies.map(({ block, hash }) => ({
    block: `${block}`,
    hash: random() < 0.5 ? hash : `${hash}x`,
  }));
  dependencies[0] = { ...dependencies[0], hash: 'elsewhere' };
  const record = {
    execId: 'other',
    project: 'other',
    target: 'testmon',
    facts: [{ ...elsewhere, dependencies }],
  };
  const written = writeRecord(paths.recordsDir, record);
  const read = readRecord(written.file, { maxBytes: MAX_RECORD_BYTES });
  const problems = read.ok ? [] : [`a valid record was refused: ${read.reason}`];
  const after = await runAfterwards(paths, before);
  // It bears a name that is stored here too: only as what it is, never as the fact of that name.
  const expected = `facts that nobody stored: before-0`;
  return [...problems, ...after.problems.filter((problem) => problem !== expected)];
}

/** What a cache or another branch could hold: paths that lead out, counts that can't be, keys of prototypes. */
async function hostileRecord({ paths, random }) {
  const before = (await storeNow(paths, makeNames('before', 3))).names;
  const { file } = writeRecord(paths.recordsDir, sampleRecord('hostile', ['hostile-0']));
  const json = JSON.parse(readFileSync(file, 'utf8'));
  const attacks = [
    (record) => (record.facts[0].testFile.path = '../../etc/passwd'),
    (record) => (record.facts[0].testFile.path = '/etc/passwd'),
    (record) => (record.blocks[0][0] = '../outside.ts#f'),
    (record) => (record.blocks[0][0] = '__proto__'),
    (record) => (record.facts[0].durationMs = -1),
    (record) => (record.facts[0].endedAt = 1e300),
    (record) => (record.facts[0].dependencies = '////////////////'),
    (record) => (record.facts[0].execution = { instrumentedModules: '/wM=' }),
    (record) => record.modules.push('../outside.ts'),
    (record) => (record.facts[0].outcome = 'skipped'),
    (record) => (record.facts[0].extra = true),
    (record) => (record.version = 99),
    (record) => (record.facts = { length: 1e9 }),
    (record) => (record.project = 'a\u001b[2Jb'),
  ];
  attacks[Math.floor(random() * attacks.length)](json);
  writeFileSync(join(paths.folder, 'hostile.json'), JSON.stringify(json));
  const read = readRecord(join(paths.folder, 'hostile.json'), { maxBytes: MAX_RECORD_BYTES });
  const refused = !read.ok || json.blocks[0][0] === '__proto__';
  writeFileSync(file, JSON.stringify(json));
  const { problems } = await runAfterwards(paths, before);
  if (!refused) problems.push(`a hostile record was taken: ${JSON.stringify(json).slice(0, 300)}`);
  if (Object.prototype.hash !== undefined) problems.push('a prototype was changed');
  if (readdirSync(paths.folder).some((name) => name.includes('passwd'))) problems.push('a path led out');
  return problems;
}

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
