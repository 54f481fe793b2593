import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { digestParts, rethrowUnlessSystemError } from '@nx-testmon/core';

/** A process as `/proc` shows it. */
export interface ProcessInfo {
  readonly parent: number;
  /** In ticks since the machine started. Together with the process id, it is unique on the machine. */
  readonly startTime: string;
  /** The words of the command line. */
  readonly words: readonly string[];
}

/** @returns `undefined` if the system does not show its processes as files */
export function readProcess(pid: number): ProcessInfo | undefined {
  try {
    // The second field is the program's name in parentheses. It may contain spaces; the fields after it do
    // not.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').pop()?.split(' ') ?? [];
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').filter(Boolean);
    return { parent: Number(fields[1]), startTime: fields[19] ?? '', words };
  } catch (error) {
    rethrowUnlessSystemError(error);
    return undefined;
  }
}

/** @returns `undefined` if the system does not show the start time */
export function readStartTime(pid: number): string | undefined {
  return readProcess(pid)?.startTime ?? askForStartTime(pid);
}

function askForStartTime(pid: number): string | undefined {
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 5000,
    }).trim();
  } catch {
    return undefined; // there is no `ps`, as on Windows, or no such process
  }
}

/** Process ids are reused. A process id together with its start time is unique on the machine. */
export function digestProcess(pid: number, startTime: string): string {
  return digestParts([String(pid), startTime]);
}
