import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { runProcess, shellEnvironment } from './harness/child-process';

const script = resolve(__dirname, '../tools/random-programs/random-programs.mts');

test('after edits of random programs, no test file with another outcome is skipped', async () => {
  const args = [script, '--programs', '12', '--batch', '12', '--rounds', '1', '--seed', '7'];
  const { code, stdout, stderr } = await runProcess(process.execPath, args, {
    cwd: resolve(__dirname, '..'),
    env: shellEnvironment(),
  });
  expect(code, stdout + stderr).toBe(0);
  const [, edits, changed, missed] =
    /12 of 12 programs; (\d+) edits, (\d+) test files with another outcome, (\d+) missed/.exec(stdout) ?? [];
  expect([edits, missed], stdout).toEqual(['12', '0']);
  expect(Number(changed), stdout).toBeGreaterThan(0);
});
