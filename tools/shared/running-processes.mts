import type { ChildProcess } from 'node:child_process';

/** Children of this process that are still running, so that they can be ended with it. */
const running = new Set<ChildProcess>();

/** On POSIX systems a child is started detached, so that it can be ended with everything that it started. */
export const isDetached = process.platform !== 'win32';

/** Counts a child as running until it has exited. */
export function trackProcess(child: ChildProcess): void {
  running.add(child);
  child.once('exit', () => running.delete(child));
  child.once('error', () => running.delete(child));
}

/** Ends a detached child with everything that it started. */
export function endProcessTree({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(isDetached ? -pid : pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

/** Ends every child that was started. */
export function endRunning(): void {
  for (const child of running) endProcessTree(child);
}

/** Ends the children with this process, also where it is interrupted. */
export function endChildrenOnExit(): void {
  process.on('exit', endRunning);
  process.on('SIGINT', () => process.exit(130));
  process.on('SIGTERM', () => process.exit(143));
}
