import { type Discovery, createdPathMatcher } from '@nx-testmon/core';
import { tracedProcess } from './traced-process';

/** What this process has asked for to read a configuration, where that is traced. */
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
