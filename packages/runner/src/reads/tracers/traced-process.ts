import type { ReadTrace } from '@nx-testmon/core';
import type { ReadTracer } from './read-tracer';
import type { ReadsSettings } from '../reads-settings';

/** The name by which the scripts of nx-testmon in one process find its tracer. */
export const processKey = Symbol.for('nx-testmon.reads');

/** A process in which reads are traced. */
export interface TracedProcess {
  readonly tracer: ReadTracer;
  /** Absolute path of the preload script that traces it. */
  readonly preload: string;
  readonly settings: ReadsSettings;
  /** Stores the code that was compiled so far, if it is kept. */
  readonly storeCompiledCode?: () => void;
}

/** The tracer of this process; `undefined` if it is not traced. */
export function tracedProcess(): TracedProcess | undefined {
  return (process as unknown as Record<symbol, TracedProcess | undefined>)[processKey];
}

/** Reads of this process that belong to no single test file; `undefined` if it is not traced. */
export function readsOfProcess(): ReadTrace | undefined {
  return tracedProcess()?.tracer.traceOfProcess();
}
