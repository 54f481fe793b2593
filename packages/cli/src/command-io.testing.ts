import { failed } from '@nx-testmon/core';
import { createColors } from 'picocolors';
import type { CommandIo } from './command-io';

/** The inputs and outputs of a command, and the texts that it has printed. */
export interface RecordedIo {
  readonly io: CommandIo;
  readonly out: readonly string[];
  readonly err: readonly string[];
}

/** By default, the command runs without environment variables in a folder that is not a workspace. */
export function recordIo(changes: Partial<CommandIo> = {}): RecordedIo {
  const out: string[] = [];
  const err: string[] = [];
  const io: CommandIo = {
    env: {},
    cwd: '/',
    nodeVersion: process.versions.node,
    clock: () => 0,
    colors: createColors(false),
    print: (text) => out.push(text),
    printError: (text) => err.push(text),
    readGraph: () => Promise.resolve(failed({ kind: 'nx-graph-failed', root: '/', detail: 'no graph here' })),
    ...changes,
  };
  return { io, out, err };
}
