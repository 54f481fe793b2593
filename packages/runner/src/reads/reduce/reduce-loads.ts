import type { AttributionPolicy } from '../attribution/attribution-policy';
import { isLoadKnown } from './is-settled';
import { observe, observePackage } from './observe';
import type { EventOf } from './read-event';
import type { Observations, TraceState } from './trace-state';

export function countModuleLoad(
  policy: AttributionPolicy,
  state: TraceState,
  { target, digest }: EventOf<'ModuleLoaded'>,
): void {
  const { path } = target;
  policy.fileLoadedByNode(state, target);
  const owners = policy.ownersOf(state, { by: 'loader' });
  for (const owner of owners) state.observations[owner].loads?.byNode.add(path);
  if (policy.countsModuleLoads && !isLoadKnown(policy, state, path))
    observe(state, owners, { kind: policy.kindOfModules, path, found: digest });
}

export function countPackageLoad(
  policy: AttributionPolicy,
  state: TraceState,
  { target }: EventOf<'PackageLoaded'>,
): void {
  policy.fileLoadedByNode(state, target);
  if (target.path !== undefined) observePackage(state, policy.ownersOf(state), target);
}

/** From now on all owners have loads, even if none follows. */
export function startLoads(state: TraceState): void {
  for (const observations of Object.values(state.observations))
    observations.loads ??= { specifiers: new Map(), byNode: new Set() };
}

export function countSpecifier(
  policy: AttributionPolicy,
  state: TraceState,
  event: EventOf<'SpecifierUsed'>,
): void {
  for (const owner of policy.ownersOf(state, event.caller)) addSpecifier(state.observations[owner], event);
}

function addSpecifier({ loads }: Observations, { module, specifier }: EventOf<'SpecifierUsed'>): void {
  if (loads === undefined) return;
  const known = loads.specifiers.get(module);
  if (known) known.add(specifier);
  else loads.specifiers.set(module, new Set([specifier]));
}
