import type { ChildProcess } from 'node:child_process';

/** Children of this process that are still running. They are ended together with it. */
const running = new Set<ChildProcess>();

/** On POSIX systems, a child is started detached, so that it can be ended together with its own children. */
export const isDetached = process.platform !== 'win32';

/** Counts a child as running until it has exited. */
export function trackProcess(child: ChildProcess): void {
  running.add(child);
  child.once('exit', () => running.delete(child));
  child.once('error', () => running.delete(child));
}

/** Ends a detached child and everything that it started. */
export function endProcessTree({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(isDetached ? -pid : pid, 'SIGKILL');
  } catch {
    // The child has already ended.
  }
}

/** Ends every child that is still running. */
export function endRunning(): void {
  for (const child of running) endProcessTree(child);
}

/** Ends the children when this process ends, also if it is interrupted. */
export function endChildrenOnExit(): void {
  process.on('exit', endRunning);
  process.on('SIGINT', () => process.exit(130));
  process.on('SIGTERM', () => process.exit(143));
}
