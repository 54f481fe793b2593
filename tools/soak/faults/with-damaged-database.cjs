const { existsSync, readFileSync } = require('node:fs');
const { readTrueFacts } = require('../true-facts.cjs');
const { makeNames, runAfterwards, storeNow } = require('./store-under-fault.cjs');

/**
 * Damages a database, reads it as it is, then lets a run write to it. A reader may know less, never something
 * else; the run moves the file aside with its reason, or works with it.
 */
async function withDamagedDatabase({ places }, damage) {
  const before = (await storeNow(places, makeNames('before', 12))).names;
  damage(readFileSync(places.file), places.file);
  const problems = [];
  const read = await readTrueFacts(places.file, 0);
  if (read.wrong?.length > 0)
    problems.push(`a reader saw facts that nobody stored: ${read.wrong.join(', ')}`);
  const after = await runAfterwards(places, []);
  if (after.movedAside && !existsSync(after.movedAside.file))
    problems.push('what was moved aside is not there');
  // Records are still there: whatever a database that was moved aside held comes back from them.
  after.problems.push(...(await runAfterwards(places, after.movedAside ? before : [])).problems);
  const there = await readTrueFacts(places.file);
  const lost = before.filter((name) => !there.names?.includes(name));
  if (after.movedAside && lost.length > 0)
    problems.push(`${lost.length} facts did not come back from the records`);
  // That a fact is left out and said to be is what a checksum is for.
  return [...problems, ...after.problems.filter((problem) => !/damaged facts were ignored/.test(problem))];
}

module.exports = { withDamagedDatabase };
