import { spawn } from 'node:child_process';
import { join } from 'node:path';

const script = join(import.meta.dirname, 'store-process.mts');
const running = new Set();

/**
 * Starts a process on a store.
 *
 * @param request role and arguments of store-process.mts
 * @param how `prefix`: a command that runs it, such as strace; `nodeArguments`; `uid`; `env`: further variables
 */
export function startProcess(request, { prefix = [], nodeArguments = [], uid, env = {} } = {}) {
  const [command, ...args] = [...prefix, process.execPath, ...nodeArguments, script, JSON.stringify(request)];
  const child = spawn(command, args, {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
    // One that everybody may stand in.
    cwd: '/',
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  running.add(child);
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (errors += chunk));
  child.stdin.on('error', () => undefined);
  const ended = new Promise((resolve) => {
    child.on('close', (code, signal) => {
      running.delete(child);
      resolve({ code, signal, errors, lines: linesOf(output) });
    });
  });
  return {
    child,
    ended,
    lines: () => linesOf(output),
    /** Resolves once a line that fits has come, or the process has ended. */
    async said(fits) {
      let over = false;
      void ended.then(() => (over = true));
      while (!over && !linesOf(output).some(fits)) await new Promise((resolve) => setTimeout(resolve, 2));
    },
  };
}

/** Whole lines only: a process that is killed may leave a part of one. */
function linesOf(output) {
  return output
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
}

export function killRunning() {
  for (const child of running) {
    child.kill('SIGCONT');
    child.kill('SIGKILL');
  }
}
