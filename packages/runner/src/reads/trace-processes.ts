import { subscribe } from 'node:diagnostics_channel';
import { nativeCodeReason } from './native-code';
import { type FunctionOwner, type Observer, patchFunction } from './patch-function';
import type { ReadTracer } from './read-tracer';

/** Builtin modules that read files without the file system module. */
const untracedBindings = new Set<unknown>(['fs', 'spawn_sync', 'process_wrap']);
const untracedReaders = ['NativeModule sqlite', 'NativeModule wasi'];

/** Reports what may read files past the functions of `fs`: processes, threads, native code. */
export function traceProcesses(
  tracer: Pick<ReadTracer, 'access' | 'processStarted' | 'tracingLost'>,
  isRunner: boolean,
): void {
  subscribe('child_process', () => tracer.processStarted('starts a process'));
  subscribe('worker_threads', () => tracer.processStarted('starts a thread'));
  const childProcess = require('node:child_process') as FunctionOwner;
  const starts: Observer = {
    before: (_args, calledBy) => tracer.processStarted('starts a process', calledBy),
  };
  for (const name of ['spawnSync', 'execSync', 'execFileSync']) patchFunction(childProcess, name, starts);

  const owner = process as unknown as FunctionOwner;
  patchFunction(owner, 'dlopen', {
    before([, path], calledBy) {
      tracer.access({ type: 'read', path }, calledBy);
      const reason = nativeCodeReason(String(path), isRunner, calledBy);
      if (reason !== undefined) tracer.tracingLost(reason);
    },
  });
  patchFunction(owner, 'loadEnvFile', {
    before: ([path = '.env'], calledBy) => tracer.access({ type: 'read', path }, calledBy),
  });
  patchFunction(owner, 'binding', {
    before: ([name]) => void (untracedBindings.has(name) && tracer.tracingLost('process.binding')),
  });
}

/** Why reads may have been missed, because of a builtin module that is already loaded. */
export function findUntracedReader(): string | undefined {
  const { moduleLoadList } = process as unknown as { moduleLoadList?: readonly string[] };
  return untracedReaders
    .find((name) => moduleLoadList?.includes(name))
    ?.replace('NativeModule ', 'uses node:');
}
