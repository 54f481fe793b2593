const { spawn } = require('node:child_process');
const { readdirSync, readlinkSync } = require('node:fs');
const { sep } = require('node:path');

const running = new Set();

/** Ends what was started, with everything that it started. */
function endCommands() {
  for (const child of running) {
    try {
      process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }
}

/** Runs a shell's command to its end. @returns what it said last, where it failed */
function runShell(command, cwd) {
  return new Promise((resolve, reject) => {
    const env = { ...process.env };
    // What npm sets for its scripts is no part of a user's shell.
    for (const name of Object.keys(env)) if (/^npm_/.test(name) || name === 'INIT_CWD') delete env[name];
    const child = spawn(command, {
      cwd,
      env,
      shell: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
    });
    running.add(child);
    let output = '';
    const keep = (chunk) => (output = (output + chunk).slice(-2000));
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', reject);
    child.on('close', (code) => {
      running.delete(child);
      const said = output.trim().split('\n').slice(-5).join('\n');
      resolve(code === 0 ? undefined : `\`${command}\` ended with ${code ?? 'a signal'}: ${said}`);
    });
  });
}

/** Ends processes that a killed replay left at work in its clone, where the system tells their folders. */
function endLeftOvers(clone) {
  for (const name of listProcesses()) {
    if (name === String(process.pid)) continue;
    try {
      const cwd = readlinkSync(`/proc/${name}/cwd`);
      if (cwd === clone || cwd.startsWith(clone + sep)) process.kill(Number(name), 'SIGKILL');
    } catch {
      // It is gone, or another user's.
    }
  }
}

function listProcesses() {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}

module.exports = { runShell, endCommands, endLeftOvers };
