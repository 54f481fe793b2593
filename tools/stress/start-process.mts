import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { StoredMessage, StoreMessage, StoreRequest } from './process-messages.mts';

const script = join(import.meta.dirname, 'store-process.mts');
const running = new Set<ChildProcessWithoutNullStreams>();

export interface StartOptions {
  /** A command that runs the process, such as strace. */
  readonly prefix?: readonly string[];
  readonly nodeArguments?: readonly string[];
  readonly uid?: number;
  /** Further variables. */
  readonly env?: Readonly<Record<string, string>>;
}

/** How a process ended. */
export interface EndedProcess {
  /** `null` after a signal. */
  readonly code: number | null;
  /** Its standard error. */
  readonly errors: string;
  readonly messages: readonly StoreMessage[];
}

/** A process that works on a store. */
export interface StoreProcess {
  readonly child: ChildProcessWithoutNullStreams;
  readonly ended: Promise<EndedProcess>;
  /** Resolves when a message of this kind has arrived, or when the process has ended. */
  readonly waitFor: (kind: StoreMessage['kind']) => Promise<void>;
}

export function startProcess(request: StoreRequest, options: StartOptions = {}): StoreProcess {
  const { prefix = [], nodeArguments = [], uid, env = {} } = options;
  const [command, ...args] = [...prefix, process.execPath, ...nodeArguments, script, JSON.stringify(request)];
  const child = spawn(command ?? process.execPath, args, {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
    // A folder that every user can access.
    cwd: '/',
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  running.add(child);
  let output = '';
  let errors = '';
  let isOver = false;
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  child.stdin.on('error', () => undefined);
  const ended = new Promise<EndedProcess>((resolve) => {
    child.on('close', (code) => {
      isOver = true;
      running.delete(child);
      resolve({ code, errors, messages: messagesOf(output) });
    });
  });
  return {
    child,
    ended,
    async waitFor(kind) {
      while (!isOver && !messagesOf(output).some((message) => message.kind === kind)) await wait(2);
    },
  };
}

/** Reads complete lines only, because a killed process may leave an incomplete one. */
function messagesOf(output: string): readonly StoreMessage[] {
  return output
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as StoreMessage);
}

/** How a process stored each of its facts. */
export function storedIn({ messages }: EndedProcess): readonly StoredMessage[] {
  return messages.filter((message) => message.kind === 'stored');
}

/** Names of the facts that a process has merged or left to a later run. */
export function namesKeptIn(ended: EndedProcess): readonly string[] {
  return storedIn(ended).flatMap(({ name, stored }) => (stored === 'not' ? [] : [name]));
}

/** The problem of a process that failed. */
export function failureOf({ code, errors }: EndedProcess): readonly string[] {
  return code === 0 ? [] : [`exit code ${code}: ${errors}`];
}

export function killRunning(): void {
  for (const child of running) {
    child.kill('SIGCONT');
    child.kill('SIGKILL');
  }
}
