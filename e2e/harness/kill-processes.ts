import { readdirSync, readFileSync } from 'node:fs';

/**
 * Kills every process that was started with an environment variable, even if its parent has ended. Works only
 * on Linux: other systems do not show the environment of a process, and no process is killed there.
 *
 * @returns the ids of the killed processes
 */
export function killProcesses(name: string, value: string): number[] {
  if (process.platform !== 'linux') return [];
  const entry = `${name}=${value}`;
  const started = readdirSync('/proc')
    .filter((id) => /^\d+$/.test(id) && environmentOf(id).includes(entry))
    .map(Number);
  return started.filter((id) => id !== process.pid && kill(id));
}

/** Empty if the process has ended or belongs to another user. */
function environmentOf(id: string): readonly string[] {
  try {
    return readFileSync(`/proc/${id}/environ`, 'utf8').split('\0');
  } catch {
    return [];
  }
}

/** False if the process has already ended. */
function kill(id: number): boolean {
  try {
    return process.kill(id, 'SIGKILL');
  } catch {
    return false;
  }
}
