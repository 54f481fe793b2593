// Prepares the clone, then runs a script with the clone's own Node. A shell that has just run `node` would
// run the same one again, even if setup has added another one to its PATH.
// usage: node tools/start.cjs <script> [arguments]
const { spawn } = require('node:child_process');
const { join } = require('node:path');
const { node } = require('./setup.cjs');

const [script = '', ...args] = process.argv.slice(2);
const child = spawn(node, [join(__dirname, script), ...args], { stdio: 'inherit' });
// A terminal interrupts both processes. The script decides how it reacts.
process.on('SIGINT', () => undefined);
/** @type {readonly NodeJS.Signals[]} */
const passedOn = ['SIGTERM', 'SIGHUP'];
for (const signal of passedOn) process.on(signal, () => child.kill(signal));
child.on('error', (error) => {
  console.error(`start: ${error.message}`);
  process.exit(2);
});
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
