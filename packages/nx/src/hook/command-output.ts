import { closeSync, constants, openSync, writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EnvironmentVariables } from '@nx-testmon/core';
import type { CommandContext } from './command-context';
import { findOutputs } from './command-process';

/** The command's process reads the output of a worker before it learns that the hook has ended. */
const forwardMs = 50;

/**
 * Prints a text to the command's output, below everything else.
 *
 * Nx calls hooks in the command's process, in one of its workers, whose output it passes on, or in its
 * daemon, whose output is a log file. The daemon does not know the terminal. There, the command's process is
 * searched, and the text is written to its output. See docs/decisions/0050.
 */
export async function printAfterCommand(text: string, command: CommandContext): Promise<void> {
  if (!isInDaemon(process.env)) {
    // Does not use `process.stdout`, which Nx replaces while its terminal interface is shown.
    writeSync(process.stdout.fd, text);
    if (Reflect.get(globalThis, 'NX_PLUGIN_WORKER') === true) await sleep(forwardMs);
    return;
  }
  for (const path of findOutputs(command)) if (writeTo(path, text)) return;
}

/**
 * Nx passes this to a hook since version 22.7. In earlier versions, the daemon is recognized by its
 * variables.
 */
function isInDaemon(env: EnvironmentVariables): boolean {
  if (Reflect.get(globalThis, 'NX_DAEMON') === true || env['NX_DAEMON_PROCESS'] === 'true') return true;
  return env['NX_PROJECT_GLOB_CACHE'] === 'false' && env['NX_CACHE_PROJECTS_CONFIG'] === 'false';
}

const { O_WRONLY, O_APPEND, O_NOCTTY, O_NONBLOCK } = constants;

/**
 * Never waits for a reader.
 *
 * @returns whether the text was written
 */
function writeTo(path: string, text: string): boolean {
  let opened: number | undefined;
  try {
    opened = openSync(path, O_WRONLY | O_APPEND | O_NOCTTY | O_NONBLOCK);
    return writeSync(opened, text) > 0;
  } catch {
    return false;
  } finally {
    if (opened !== undefined) closeSync(opened);
  }
}
