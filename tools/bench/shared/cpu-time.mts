import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';

/** How a command ended, and the processor time of its process tree. */
export interface TimedRun {
  /** 128 if a signal ended the process. */
  readonly code: number;
  /** Processor time, user and system together. */
  readonly seconds: number;
  /** Standard output and standard error. */
  readonly output: string;
}

export interface TimedOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Runs a command to its end and measures the processor time of its whole process tree. POSIX only: a shell
 * runs the command and prints its `times`, which include every process that was waited for.
 *
 * @param command program and arguments
 */
export function runTimed(command: readonly string[], { cwd, env }: TimedOptions): Promise<TimedRun> {
  return new Promise((resolve, reject) => {
    const script = '"$@"; code=$?; times >&3; exit $code';
    const child = spawn('/bin/sh', ['-c', script, 'sh', ...command], {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    });
    let output = '';
    let times = '';
    const [, stdout, stderr, third] = child.stdio;
    for (const stream of [stdout, stderr]) {
      stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    }
    (third as Readable).on('data', (chunk: Buffer) => (times += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 128, seconds: readTimes(times), output }));
  });
}

/** Reads the second line of `times`, which is about child processes: `0m1.230000s 0m0.110000s`. */
function readTimes(text: string): number {
  const children = text.trim().split('\n')[1] ?? '';
  const [user, system, ...others] = [...children.matchAll(/(\d+)m([\d.]+)s/g)].map(
    ([, minutes, seconds]) => 60 * Number(minutes) + Number(seconds),
  );
  if (user === undefined || system === undefined || others.length > 0) {
    throw new Error(`the shell did not print the times of its children: ${text}`);
  }
  return user + system;
}

/** Processor seconds (user and system) of this process so far. */
export function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
