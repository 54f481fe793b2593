import { subscribe } from 'node:diagnostics_channel';
import type { Fallback } from '@nx-testmon/core';
import type { SubprocessStarter } from '../subprocesses/subprocess-starter';
import {
  type ReadRequest,
  requestOfCommand,
  requestOfSpawn,
  requestOfSync,
} from '../subprocesses/requested-start';
import { processStarter } from '../subprocesses/start-subprocess';
import { type ProcessRole, untracedNativeCode } from '../native-code';
import { packagesOnStack } from '../packages-on-stack';
import { type FunctionOwner, type Observer, patchFunction } from './patch-function';
import { programName } from '../program-name';
import type { ReadTracer } from './read-tracer';
import type { NxResolver } from '../reads-settings';

/** Builtin modules that read files without the functions of `fs`. */
const untracedBindings = new Set<unknown>(['fs', 'spawn_sync', 'process_wrap']);
const untracedReaders = ['NativeModule sqlite', 'NativeModule wasi'];

type ProgramOf = (args: readonly unknown[]) => string | undefined;

export interface ProcessTracingInput {
  /** Absolute path of the workspace. */
  readonly root: string;
  readonly nxResolver?: NxResolver | undefined;
  /** Absent if the processes that this one starts are not traced. */
  readonly subprocesses?: SubprocessStarter | undefined;
}

/** Reports everything that may read files without the functions of `fs`: processes, threads, native code. */
export function traceProcesses(
  tracer: Pick<ReadTracer, 'access' | 'processStarted' | 'tracingLost'>,
  role: ProcessRole,
  { root, nxResolver, subprocesses }: ProcessTracingInput,
): void {
  // The channel does not contain the program. If the program matters, only `spawn` is observed.
  if (!subprocesses) subscribe('child_process', () => tracer.processStarted({ kind: 'process-started' }));
  subscribe('worker_threads', () => tracer.processStarted({ kind: 'thread-started' }));
  const childProcess = require('node:child_process') as FunctionOwner;
  const start = processStarter(tracer, subprocesses, root);
  const starts = (programOf: ProgramOf, requestOf: ReadRequest): Observer => ({
    change: (args, calledBy) => start(processStart(programOf(args)), calledBy, () => requestOf(args)),
  });
  const { prototype } = childProcess['ChildProcess'] as { readonly prototype: FunctionOwner };
  patchFunction(prototype, 'spawn', starts(programOfSpawn, requestOfSpawn));
  const programOfCommand: ProgramOf = ([command]) => programName(command);
  patchFunction(childProcess, 'execSync', starts(programOfCommand, requestOfCommand));
  for (const name of ['spawnSync', 'execFileSync'])
    patchFunction(childProcess, name, starts(programOfSync, requestOfSync));

  const owner = process as unknown as FunctionOwner;
  patchFunction(owner, 'execve', {
    before: ([file, args], calledBy) =>
      tracer.processStarted(processStart(programName(file, args ?? [])), calledBy),
  });
  traceNativeReads(tracer, role, nxResolver);
}

function traceNativeReads(
  tracer: Pick<ReadTracer, 'access' | 'tracingLost'>,
  role: ProcessRole,
  nxResolver: NxResolver | undefined,
): void {
  const owner = process as unknown as FunctionOwner;
  patchFunction(owner, 'dlopen', {
    before([, path], calledBy) {
      tracer.access({ type: 'read', path }, calledBy);
      const native = untracedNativeCode(String(path), role, {
        packagesOnStack: () => packagesOnStack(calledBy),
        nxResolver,
      });
      if (native !== undefined) tracer.tracingLost(native, calledBy);
    },
  });
  patchFunction(owner, 'loadEnvFile', {
    before: ([path = '.env'], calledBy) => tracer.access({ type: 'read', path }, calledBy),
  });
  patchFunction(owner, 'binding', {
    before([name], calledBy) {
      const subject = `process.binding('${String(name)}')`;
      if (untracedBindings.has(name)) tracer.tracingLost({ kind: 'untraced-builtin', subject }, calledBy);
    },
  });
}

function processStart(subject: string | undefined): Fallback {
  return { kind: 'process-started', ...(subject === undefined ? {} : { subject }) };
}

function programOfSpawn([options]: readonly unknown[]): string | undefined {
  const { file, args } = (options ?? {}) as { readonly file?: unknown; readonly args?: unknown };
  return programName(file, args ?? []);
}

/** With `shell`, the program is a command line. */
function programOfSync([file, given, options]: readonly unknown[]): string | undefined {
  const args = Array.isArray(given) ? given : [];
  const { shell } = ((Array.isArray(given) ? options : given) ?? {}) as { readonly shell?: unknown };
  return shell !== undefined && shell !== false ? programName(file) : programName(file, args);
}

/** The loaded builtin module that reads without the functions of `fs`, if there is one. */
export function findUntracedReader(): Fallback | undefined {
  const { moduleLoadList } = process as unknown as { moduleLoadList?: readonly string[] };
  const loaded = untracedReaders.find((name) => moduleLoadList?.includes(name));
  return loaded === undefined
    ? undefined
    : { kind: 'untraced-builtin', subject: loaded.replace('NativeModule ', 'node:') };
}
