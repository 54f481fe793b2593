import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import manifest from '../package.json';

test('the package has the command testmon', () => {
  const script = join(__dirname, '..', manifest.bin.testmon);
  const help = execFileSync(process.execPath, [script, '--help'], { encoding: 'utf8' });
  expect(help).toContain('Usage: testmon');
  expect(execFileSync(process.execPath, [script, '--version'], { encoding: 'utf8' }).trim()).toBe(
    manifest.version,
  );
});
