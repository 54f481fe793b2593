import { existsSync, readFileSync } from 'node:fs';
import { readVerifiedFacts } from '../verified-facts.mts';
import { makeNames, runAfterwards, storeNow } from './store-under-fault.mts';

/**
 * Damages a database, reads it as it is, then lets a run write to it. A reader may know less, never something
 * else; the run moves the file aside with its reason, or works with it.
 */
export async function withDamagedDatabase({ paths }, damage) {
  const before = (await storeNow(paths, makeNames('before', 12))).names;
  damage(readFileSync(paths.file), paths.file);
  const problems = [];
  const read = await readVerifiedFacts(paths.file, 0);
  if (read.wrong?.length > 0)
    problems.push(`a reader saw facts that nobody stored: ${read.wrong.join(', ')}`);
  const after = await runAfterwards(paths, []);
  if (after.movedAside && !existsSync(after.movedAside.file))
    problems.push('what was moved aside is not there');
  // Records are still there: whatever a database that was moved aside held comes back from them.
  after.problems.push(...(await runAfterwards(paths, after.movedAside ? before : [])).problems);
  const there = await readVerifiedFacts(paths.file);
  const lost = before.filter((name) => !there.names?.includes(name));
  if (after.movedAside && lost.length > 0)
    problems.push(`${lost.length} facts did not come back from the records`);
  // That a fact is left out and said to be is what a checksum is for.
  return [...problems, ...after.problems.filter((problem) => !/damaged facts were ignored/.test(problem))];
}
