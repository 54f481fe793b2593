import type { ChildProcess, StdioOptions } from 'node:child_process';

type Receive = (chunk: Buffer) => void;

/** How long to wait for output after the end of a process, in ms. */
const graceMs = 500;

/**
 * Standard input, output and errors of a child process. If it uses the output of this process, it can also
 * read from the terminal.
 */
export function childOutputs(output: 'inherit' | number | Receive): Exclude<StdioOptions, string> {
  return typeof output === 'function' ? ['ignore', 'pipe', 'pipe'] : ['inherit', output, output];
}

/**
 * Passes on the output of a child process with pipes. A process that a test has started and left behind can
 * keep the pipes open, so that the end of the child would never be reported. After the child's exit, the
 * pipes are closed when no more output arrives.
 */
export function receiveOutput(child: ChildProcess, receive: Receive): void {
  let hasArrived = false;
  const pass: Receive = (chunk) => {
    hasArrived = true;
    receive(chunk);
  };
  const streams = [child.stdout, child.stderr].filter((stream) => stream !== null);
  for (const stream of streams) stream.on('data', pass);

  const closeWhenQuiet = (): void => {
    hasArrived = false;
    // Output that arrived while this process was busy is read before the timer is checked again.
    setTimeout(() => setImmediate(() => (hasArrived ? closeWhenQuiet() : closeAll())), graceMs).unref();
  };
  const closeAll = (): void => streams.forEach((stream) => stream.destroy());
  child.once('exit', closeWhenQuiet);
}
