import type { Fallback } from '@nx-testmon/core';
import type { AttributionPolicy } from '../attribution/attribution-policy';
import type { EventOf } from './read-event';
import { addFallback, type TraceState } from './trace-state';

/** For a test file that starts more processes, reading their observations would take too long. */
const mostSubprocesses = 500;

export function countProcess(
  policy: AttributionPolicy,
  state: TraceState,
  { caller, fallback, subprocess }: EventOf<'ProcessStarted'>,
): void {
  const resolved = policy.resolveCaller(state, caller);
  if (resolved.by === 'own' || resolved.by === 'search') return;
  // Test runners start their workers between test files. While a test file runs, a test calls these packages.
  if (resolved.by === 'runner' && (policy.isRunByNode || state.isBetweenTestFiles)) return;
  const isOfHooks = policy.isRunByNode && resolved.by === 'loader';
  const started: Fallback = isOfHooks ? { ...fallback, kind: 'custom-loader' } : fallback;
  for (const owner of policy.ownersOf(state, resolved)) {
    const { subprocesses } = state.observations[owner];
    const isTraced =
      policy.tracesSubprocesses && !state.isBetweenTestFiles && subprocesses.size < mostSubprocesses;
    if (isTraced && !isOfHooks && subprocess !== undefined) subprocesses.set(subprocess, started);
    else addFallback(state.observations[owner], started);
  }
}

/** After tracing is lost, any current owner may have reads without an event. */
export function countTracingLost(
  policy: AttributionPolicy,
  state: TraceState,
  { fallback }: EventOf<'TracingLost'>,
): void {
  for (const owner of policy.ownersOf(state)) addFallback(state.observations[owner], fallback);
}
