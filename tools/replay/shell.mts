import { spawn } from 'node:child_process';
import { readdirSync, readlinkSync } from 'node:fs';
import { sep } from 'node:path';
import { shellEnvironment } from '../shared/child-environment.mts';
import { isDetached, trackProcess } from '../shared/running-processes.mts';

/**
 * Runs a shell command to its end.
 *
 * @returns a description with the last lines of its output, if it failed
 */
export function runShell(command: string, cwd: string): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, {
      cwd,
      env: shellEnvironment(),
      shell: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: isDetached,
    });
    trackProcess(child);
    let output = '';
    const keep = (chunk: Buffer): void => void (output = (output + chunk.toString()).slice(-2000));
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', reject);
    child.on('close', (code) => {
      const last = output.trim().split('\n').slice(-5).join('\n');
      resolve(code === 0 ? undefined : `\`${command}\` ended with ${code ?? 'a signal'}: ${last}`);
    });
  });
}

/** Ends processes that a killed run left in its clone, if /proc shows the folders of processes. */
export function endLeftOvers(clone: string): void {
  for (const id of listProcesses()) {
    if (id === String(process.pid)) continue;
    try {
      const cwd = readlinkSync(`/proc/${id}/cwd`);
      if (cwd === clone || cwd.startsWith(clone + sep)) process.kill(Number(id), 'SIGKILL');
    } catch {
      // The process has ended, or belongs to another user.
    }
  }
}

function listProcesses(): readonly string[] {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}
