import type { ChildProcess, spawn as Spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { constants } from 'node:os';
import { printableJson } from '@nx-testmon/core';
import { createExecutionId, EXEC_ID_VARIABLES, givenExecutionId } from '@nx-testmon/engine/execution-id';
import { type CommandIo, type ExitCode, fail, standardError } from '../../command-io';
import type { ExecutionDocument } from './exec-schema';

export interface ExecutionFlags {
  readonly json?: boolean;
}

/**
 * Runs any command and passes one execution id to every task that it starts. Signals are passed on to the
 * command.
 *
 * @returns the command's own exit code; 2 if it can't be started
 */
export async function execCommand(
  words: readonly string[],
  { json }: ExecutionFlags,
  io: CommandIo,
): Promise<ExitCode> {
  const [command, ...args] = words;
  if (command === undefined) return fail(io, { kind: 'no-command' });
  const execId = givenExecutionId(io.env) ?? createExecutionId(io.clock(), randomUUID());
  const ids = Object.fromEntries(EXEC_ID_VARIABLES.map((name) => [name, execId]));
  // Without a shell, Node can't start `turbo.cmd` on Windows, and a shell would split arguments at spaces and
  // `&`.
  const spawn = require('cross-spawn') as typeof Spawn;
  const child = spawn(command, args, {
    cwd: io.cwd,
    stdio: ['inherit', json === true ? standardError : 'inherit', 'inherit'],
    env: { ...io.env, ...ids },
  });
  const ended = await endOf(child);
  if (!ended.ok) return fail(io, { kind: 'command-not-started', command, detail: ended.detail });
  const { exitCode, signal } = ended;
  const document: ExecutionDocument = {
    execId,
    command: words,
    exitCode,
    ...(signal === null ? {} : { signal }),
  };
  if (json === true) io.print(printableJson(document, 2));
  return exitCode;
}

type CommandEnd =
  | { readonly ok: true; readonly exitCode: ExitCode; readonly signal: NodeJS.Signals | null }
  | { readonly ok: false; readonly detail: string };

/** Waits for the end of a command. Until then, signals are passed on to it. */
async function endOf(child: ChildProcess): Promise<CommandEnd> {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  // A terminal sends Ctrl-C to the whole group. Only signals that were sent to this process alone have to be
  // passed on.
  const passOn = (signal: NodeJS.Signals) => signal !== 'SIGINT' && child.kill(signal);
  for (const signal of signals) process.on(signal, passOn);
  try {
    return await new Promise<CommandEnd>((resolve) => {
      child.on('error', ({ message }) => resolve({ ok: false, detail: message }));
      child.on('close', (code, signal) =>
        resolve({
          ok: true,
          exitCode: code ?? 128 + (constants.signals[signal ?? 'SIGTERM'] ?? 0),
          signal,
        }),
      );
    });
  } finally {
    for (const signal of signals) process.off(signal, passOn);
  }
}
