import { readdirSync, readFileSync } from 'node:fs';

/**
 * Kills every process that was started with a variable of the environment, also those whose parents have ended.
 * Linux only: elsewhere the environment of a process can't be read, and none is killed.
 *
 * @returns the ids of the processes that were killed
 */
export function killProcesses(name: string, value: string): number[] {
  if (process.platform !== 'linux') return [];
  const entry = `${name}=${value}`;
  const started = readdirSync('/proc')
    .filter((id) => /^\d+$/.test(id) && environmentOf(id).includes(entry))
    .map(Number);
  return started.filter((id) => id !== process.pid && kill(id));
}

/** Of a process that has ended, or that belongs to another user, nothing is known. */
function environmentOf(id: string): readonly string[] {
  try {
    return readFileSync(`/proc/${id}/environ`, 'utf8').split('\0');
  } catch {
    return [];
  }
}

/** Whether there was still something to kill. */
function kill(id: number): boolean {
  try {
    return process.kill(id, 'SIGKILL');
  } catch {
    return false;
  }
}
