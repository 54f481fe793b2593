const { spawn } = require('node:child_process');

/**
 * Runs a command to its end and adds up the processor time of the whole process tree: the shell around it
 * asks the system (`times`), which counts every process that was waited for.
 *
 * @param words program and arguments
 * @returns `{ code, seconds, output }`; seconds are user and system time together
 */
function runTimed(words, { cwd, env }) {
  return new Promise((resolve, reject) => {
    const script = '"$@"; code=$?; times >&3; exit $code';
    const child = spawn('/bin/sh', ['-c', script, 'sh', ...words], {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    });
    let output = '';
    let times = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.stdio[3].on('data', (chunk) => (times += chunk));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 128, seconds: readTimes(times), output }));
  });
}

/** The second line of `times` is about children: `0m1.230000s 0m0.110000s`. */
function readTimes(text) {
  const children = text.trim().split('\n')[1] ?? '';
  const parts = [...children.matchAll(/(\d+)m([\d.]+)s/g)].map(
    ([, minutes, seconds]) => 60 * minutes + +seconds,
  );
  if (parts.length !== 2) throw new Error(`the shell did not say what its children took: ${text}`);
  return parts[0] + parts[1];
}

/** Processor seconds (user and system) of this process so far. */
function cpuSeconds() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

module.exports = { cpuSeconds, runTimed };
