// Runs this repository's own tests through nx-testmon: collects if nothing is known yet, otherwise runs
// everything with `--verify` and reports what the selection would have missed.
// usage: npm run self [-- options of testmon run]
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { findTestmon } from './shared/find-program.mts';

const root = join(import.meta.dirname, '..');
const mode = existsSync(join(root, '.testmon/testmondata.db')) ? ['--verify'] : [];
const args = [findTestmon(), 'run', ...mode, ...process.argv.slice(2)];
console.log(`self: testmon ${args.slice(1).join(' ')}`);
const { status } = spawnSync(process.execPath, args, {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, NX_DAEMON: 'false' },
});
process.exit(status ?? 2);
