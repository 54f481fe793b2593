import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

const root = dirname(import.meta.dirname);
const pages = execFileSync('git', ['ls-files', 'README.md', 'docs/*.md'], { cwd: root, encoding: 'utf8' })
  .trim()
  .split('\n')
  .filter((file) => !file.startsWith('docs/decisions/'));

/** Lines about a missed test file that state its exit code. */
const statements = pages.flatMap((file) =>
  readFileSync(join(root, file), 'utf8')
    .split('\n')
    .filter((line) => /\bcode (?:is )?2\b/.test(line) && /skipped|\bmiss/.test(line))
    .map((line) => `${file}: ${line}`),
);

test('the docs state that a missed test file has another exit code under Nx, which does not pass on the exit code of a task', () => {
  expect(statements.length).toBeGreaterThan(5);
  expect(statements.filter((line) => !/under `nx`, (?:with )?1\b|1 under `nx`/.test(line))).toEqual([]);
});
