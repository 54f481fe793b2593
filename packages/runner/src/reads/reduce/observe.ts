import type { Target } from './read-event';
import { addFallback, mostEntries, type ObservedKind, type TraceOwner, type TraceState } from './trace-state';

export interface Observation {
  readonly kind: ObservedKind;
  readonly path: string;
  /** The state of the path. */
  readonly found: string;
}

/** Records the state of a path. Only its first state counts. */
export function observe(
  state: TraceState,
  owners: readonly TraceOwner[],
  { kind, path, found }: Observation,
): void {
  for (const owner of owners) {
    const observations = state.observations[owner];
    if (!observations[kind].has(path)) observations[kind].set(path, found);
    if (observations[kind].size > mostEntries)
      addFallback(observations, { kind: 'too-many-reads', subject: String(mostEntries) });
  }
}

/** Records the package that contains the path, if there is one. */
export function observePackage(
  state: TraceState,
  owners: readonly TraceOwner[],
  { package: name }: Target,
): void {
  if (name !== undefined) for (const owner of owners) state.observations[owner].packages.add(name);
}
