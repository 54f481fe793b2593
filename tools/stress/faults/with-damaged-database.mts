import { existsSync, readFileSync } from 'node:fs';
import { readVerifiedFacts } from '../verified-facts.mts';
import {
  type FaultContext,
  findProblemsAfterwards,
  makeNames,
  runAfterwards,
  storeNow,
} from './store-under-fault.mts';

/**
 * Damages a database, reads it, then lets a run write to it. A reader may return fewer facts, but no wrong
 * ones. The run moves the file aside with a reason, or continues to use it.
 *
 * @param damage gets the bytes of the database and its path
 */
export async function withDamagedDatabase(
  { paths }: FaultContext,
  damage: (bytes: Buffer, file: string) => void,
): Promise<readonly string[]> {
  const before = makeNames('before', 12);
  await storeNow(paths, before);
  damage(readFileSync(paths.file), paths.file);
  const problems: string[] = [];
  const read = await readVerifiedFacts(paths.file, 0);
  if (read.ok && read.wrong.length > 0) {
    problems.push(`a reader saw facts that were never stored: ${read.wrong.join(', ')}`);
  }
  const after = await runAfterwards(paths, []);
  if (after.movedAside && !existsSync(after.movedAside.file)) {
    problems.push('what was moved aside is not there');
  }
  // The records still exist, so all facts of a database that was moved aside come back from them.
  const later = await findProblemsAfterwards(paths, after.movedAside ? before : []);
  const now = await readVerifiedFacts(paths.file);
  const lost = before.filter((name) => !now.ok || !now.names.includes(name));
  if (after.movedAside && lost.length > 0) {
    problems.push(`${lost.length} facts did not come back from the records`);
  }
  // Damaged facts are found by their checksums, left out, and reported. This is not a problem.
  const isExpected = (problem: string): boolean => /^Ignored \d+ damaged facts?\./.test(problem);
  return [...problems, ...[...after.problems, ...later].filter((problem) => !isExpected(problem))];
}
