import type { Fallback } from '@nx-testmon/core';
import type { AttributionPolicy } from '../attribution/attribution-policy';
import type { EventOf } from './read-event';
import { addFallback, type TraceState } from './trace-state';

/** A test file that starts more processes is not worth the time that it takes to read what they have read. */
const mostSubprocesses = 500;

export function countProcess(
  policy: AttributionPolicy,
  state: TraceState,
  { caller, fallback, subprocess }: EventOf<'ProcessStarted'>,
): void {
  const resolved = policy.resolveCaller(state, caller);
  if (resolved.by === 'own' || resolved.by === 'search') return;
  // Runners start their workers between test files. Meanwhile a test calls the packages that do so.
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

/** What may be read without an event from now on, any owner of now may have read. */
export function countTracingLost(
  policy: AttributionPolicy,
  state: TraceState,
  { fallback }: EventOf<'TracingLost'>,
): void {
  for (const owner of policy.ownersOf(state)) addFallback(state.observations[owner], fallback);
}
