import { subscribe } from 'node:diagnostics_channel';
import { listen } from './follow-file-system';
import type { Tracker } from './tracker';

type Functions = Record<string, unknown>;

/**
 * Packages whose native code reads no file of its own accord, or only what the runner asks for: they are part of
 * the runner or of what compiles for it.
 */
const knownAddon =
  /[\\/]node_modules[\\/](?:@rollup[\\/]rollup-|@oxc-[^\\/]+[\\/]|@?oxc-[^\\/]+[\\/]|lightningcss|fsevents[\\/]|@unrs[\\/]|@swc[\\/]core-)/;
const runnersAddon = /[\\/]node_modules[\\/](?:@?rolldown|@nx[\\/]nx-[^\\/]+)[\\/]/;
/** Builtin modules that read files without the file system module. */
const silentReaders = ['NativeModule sqlite', 'NativeModule wasi'];

/** Lets the tracker hear of everything that may read files unheard: processes, threads, native code. */
export function followProcesses(tracker: Tracker, isRunner: boolean): void {
  subscribe('child_process', () => tracker.startProcess('starts a process'));
  subscribe('worker_threads', () => tracker.startProcess('starts a thread'));
  const childProcess = require('node:child_process') as Functions;
  const starts = { before: () => tracker.startProcess('starts a process') };
  for (const name of ['spawnSync', 'execSync', 'execFileSync']) listen(childProcess, name, starts);

  const owner = process as unknown as Functions;
  listen(owner, 'dlopen', {
    before([, path]) {
      tracker.read('content', path);
      const isKnown = knownAddon.test(String(path)) || (isRunner && runnersAddon.test(String(path)));
      if (!isKnown) tracker.goBlind(`loads native code: ${String(path).replace(/.*[\\/]/, '')}`);
    },
  });
  listen(owner, 'loadEnvFile', { before: ([path = '.env']) => tracker.read('content', path) });
  listen(owner, 'binding', {
    before: ([name]) => void (name === 'fs' && tracker.goBlind('process.binding')),
  });
}

/** Why reads may have been missed because of a builtin module that is loaded by now. */
export function silentReader(): string | undefined {
  const { moduleLoadList } = process as unknown as { moduleLoadList?: readonly string[] };
  return silentReaders.find((name) => moduleLoadList?.includes(name))?.replace('NativeModule ', 'uses node:');
}
