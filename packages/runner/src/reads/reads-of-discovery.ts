import { type Discovery, createdPathMatcher } from '@nx-testmon/core';
import { tracedProcess } from './tracers/traced-process';

/** Reads of this process for a configuration, if they are traced. */
export function readsOfDiscovery(): Pick<Discovery, 'reads'> {
  const trace = tracedProcess()?.tracer.traceOfProcess();
  if (trace === undefined) return {};
  const wasCreated = createdPathMatcher([trace]);
  const pathsOf = (states: Readonly<Record<string, string>>) =>
    Object.keys(states)
      .filter((path) => !wasCreated(path))
      .sort();
  return {
    reads: {
      files: pathsOf(trace.files),
      folders: pathsOf(trace.folders),
      lookups: pathsOf(trace.lookups),
      variables: [...trace.variables].sort(),
    },
  };
}
