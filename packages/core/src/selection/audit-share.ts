import { digestParts } from '../model/digest';
import { type TestFileId, testFileKey } from '../records/test-file-id';

/** The share of test files that an audit runs on a day. */
export interface AuditShare {
  /** More than 0, at most 100. */
  readonly percent: number;
  /** Days since 1970. */
  readonly day: number;
}

/** The number of days in which an audit reaches every test file. */
export function auditCycleDays(percent: number): number {
  return Math.ceil(100 / percent);
}

/**
 * The test files that an audit runs on a day. Days form cycles, and each test file has one day in every cycle. The
 * day depends only on the cycle and the id of the test file. Therefore machines with different test files agree, and
 * no test file always gets the same weekday, on which perhaps nobody runs tests. If no test file has this day, the
 * next one due is chosen, so that a project with few test files is audited every day, too.
 *
 * @returns in the given order
 */
export function chooseAudited<File extends { readonly testFile: TestFileId }>(
  files: readonly File[],
  { percent, day }: AuditShare,
): File[] {
  const days = auditCycleDays(percent);
  const cycle = Math.floor(day / days);
  const waits = files.map((file) => {
    const key = testFileKey(file.testFile);
    const wait = (numberOf([String(cycle), key]) % days) - (day - cycle * days);
    return { file, key, wait: wait < 0 ? wait + days : wait };
  });
  const due = waits.filter(({ wait }) => wait === 0);
  if (due.length > 0) return due.map(({ file }) => file);
  const [next] = waits.sort((one, other) => one.wait - other.wait || (one.key < other.key ? -1 : 1));
  return next === undefined ? [] : [next.file];
}

/** Whether one of several shards audits a test file. Each test file belongs to one shard. @param number from 1 on */
export function isAuditedInShard(testFile: TestFileId, number: number, of: number): boolean {
  return numberOf(['shard', testFileKey(testFile)]) % of === number - 1;
}

const base64url = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** 48 bits of a digest: many more than the days of a cycle need. */
function numberOf(parts: readonly string[]): number {
  return [...digestParts(parts).slice(0, 8)].reduce(
    (number, letter) => number * 64 + base64url.indexOf(letter),
    0,
  );
}
