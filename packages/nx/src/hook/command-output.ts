import { closeSync, constants, openSync, writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EnvironmentVariables } from '@nx-testmon/core';
import type { CommandContext } from './command-context';
import { findOutputs } from './command-process';

/** The process of the command reads what a worker prints, before it learns that the hook has ended. */
const forwardMs = 50;

/**
 * Prints a text where the command has printed, below everything else.
 *
 * Nx calls hooks in the process of the command, in a worker of it whose output it passes on, or in its daemon, whose
 * output is a log file. The daemon does not know the terminal, so there the process of the command is looked for, and
 * the text is written where that process writes. See docs/decisions/0050.
 */
export async function printAfterCommand(text: string, command: CommandContext): Promise<void> {
  if (!isInDaemon(process.env)) {
    // Not through `process.stdout`, which Nx replaces while its terminal interface is shown.
    writeSync(process.stdout.fd, text);
    if (Reflect.get(globalThis, 'NX_PLUGIN_WORKER') === true) await sleep(forwardMs);
    return;
  }
  for (const path of findOutputs(command)) if (writeTo(path, text)) return;
}

/** Nx passes this to a hook since 22.7. Before, the variables that only the daemon has show it. */
function isInDaemon(env: EnvironmentVariables): boolean {
  if (Reflect.get(globalThis, 'NX_DAEMON') === true || env['NX_DAEMON_PROCESS'] === 'true') return true;
  return env['NX_PROJECT_GLOB_CACHE'] === 'false' && env['NX_CACHE_PROJECTS_CONFIG'] === 'false';
}

const { O_WRONLY, O_APPEND, O_NOCTTY, O_NONBLOCK } = constants;

/** Never waits for a reader. @returns whether it was written */
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
