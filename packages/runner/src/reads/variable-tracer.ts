import { syncBuiltinESMExports } from 'node:module';
import { InstallationFolders } from '@nx-testmon/core';
import { isolatedWorker } from './attribution/isolated-worker';
import { FileSystemDisk } from './disk';
import { createCallerFinder } from './find-caller';
import { ReadTracer } from './read-tracer';
import { traceVariables } from './trace-variables';

/** Traces the variables that a process reads, and no files. */
export interface ProcessVariableTracer {
  /** What this does by itself is nx-testmon's own work. */
  untraced<Result>(work: () => Result): Result;
  /** The test file ends. @returns names of the variables that were read */
  end(): readonly string[];
}

/**
 * For a process that runs one test file. To be called before its code runs.
 *
 * @param root absolute path of the workspace
 * @param own absolute paths of folders with compiled code of nx-testmon
 */
export function traceProcessVariables(root: string, own: readonly string[]): ProcessVariableTracer {
  const installations = new InstallationFolders([]);
  const tracer = new ReadTracer({
    root,
    policy: isolatedWorker,
    installations,
    disk: new FileSystemDisk(root, installations),
    // Node's own test runner has no files.
    findCaller: createCallerFinder(
      own,
      { runner: '(?!)' },
      () => true,
      () => false,
    ),
    isOwnCode: () => false,
    findUntracedReader: () => undefined,
    locateCode: () => undefined,
  });
  tracer.startTestFile();
  traceVariables(tracer);
  syncBuiltinESMExports();
  return {
    untraced: (work) => tracer.untraced(work),
    end: () => tracer.endTestFile().variables,
  };
}
