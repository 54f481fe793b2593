import type { AttributionPolicy } from '../attribution/attribution-policy';
import { findCountKind } from './count-kind';
import { isPackageKnown, isSettled, observedKinds } from './is-settled';
import { observe, observePackage } from './observe';
import type { EventOf, PathEvent, ReadEvent } from './read-event';
import { countModuleLoad, countPackageLoad, countSpecifier, startLoads } from './reduce-loads';
import { countProcess, countTracingLost } from './reduce-processes';
import { countVariableRead, countVariablesCopied, countVariableWritten } from './reduce-variables';
import type { Observations, TraceState } from './trace-state';

type WriteEvent = EventOf<'FileCreated' | 'FileOverwritten' | 'FileChanged'>;

const writtenKinds = {
  FileCreated: 'created',
  FileOverwritten: 'overwritten',
  FileChanged: 'written',
} as const satisfies Record<WriteEvent['type'], keyof Observations>;

/**
 * Applies one event. The result depends only on the policy, the state and the event. The state is changed in
 * place and returned, because a process has up to a hundred thousand events and no other code has a reference
 * to its state.
 */
export function reduceReads(policy: AttributionPolicy, state: TraceState, event: ReadEvent): TraceState {
  countEvent(policy, state, event);
  return state;
}

function countEvent(policy: AttributionPolicy, state: TraceState, event: ReadEvent): void {
  switch (event.type) {
    case 'FileRead':
    case 'FileStatsRead':
    case 'FolderListed':
    case 'LookupMade':
      return countPathEvent(policy, state, event);
    case 'PackageRead':
      return countPackageRead(policy, state, event);
    case 'OutsideFileRead':
      return countOutsideRead(policy, state, event);
    case 'ModuleLoaded':
      return countModuleLoad(policy, state, event);
    case 'PackageLoaded':
      return countPackageLoad(policy, state, event);
    case 'LoadsTraced':
      return startLoads(state);
    case 'SpecifierUsed':
      return countSpecifier(policy, state, event);
    case 'FileCreated':
    case 'FileOverwritten':
    case 'FileChanged':
      return countWrite(policy, state, event);
    case 'VariableRead':
      return countVariableRead(policy, state, event);
    case 'VariableWritten':
      return countVariableWritten(policy, state, event);
    case 'VariablesCopied':
      return countVariablesCopied(policy, state, event);
    case 'ProcessStarted':
      return countProcess(policy, state, event);
    case 'TracingLost':
      return countTracingLost(policy, state, event);
    case 'TestFileStarted':
      return policy.testFileStarted(state, event.sharingTestFile);
    case 'TestFileEnded':
      return policy.testFileEnded(state);
    case 'CompilationStarted':
      state.compilations++;
      return;
    case 'CompilationEnded':
      state.compilations--;
      return;
    default:
      return event satisfies never;
  }
}

function countPathEvent(policy: AttributionPolicy, state: TraceState, event: PathEvent): void {
  const { type, target } = event;
  const { path } = target;
  if (isSettled(policy, state, type, path)) return;
  const caller = policy.resolveCaller(state, event.caller);
  const countKind = findCountKind(policy, caller, type, path);
  if (caller.by === 'runner' && type === 'FileRead' && countKind === 'module')
    policy.fileRunByRunner(state, target);
  const owners = policy.ownersOf(state, caller);
  const found = event.type === 'LookupMade' ? event.lookup : event.digest;
  switch (countKind) {
    case 'not':
      return;
    case 'module':
      return observe(state, owners, { kind: 'modules', path, found });
    case 'if-missing':
      // The test runner looks it up in every run, whether or not modules come from its cache.
      return found === 'missing'
        ? observe(state, owners, { kind: observedKinds[type], path, found })
        : undefined;
    case 'data':
      // Content and dates of a folder only show that it is a folder.
      return 'lookup' in event && event.lookup !== undefined
        ? observe(state, owners, { kind: 'lookups', path, found: event.lookup })
        : observe(state, owners, { kind: observedKinds[type], path, found });
    default:
      return countKind satisfies never;
  }
}

function countPackageRead(
  policy: AttributionPolicy,
  state: TraceState,
  { target, caller, isContent }: EventOf<'PackageRead'>,
): void {
  if (target.package === undefined) return;
  if (!policy.attributesByCaller) return observePackage(state, policy.ownersOf(state), target);
  if (!isContent && isPackageKnown(policy, state, target.package)) return;
  const resolved = policy.resolveCaller(state, caller);
  if (resolved.by === 'own' || resolved.by === 'search') return;
  if (resolved.by === 'runner' && isContent) policy.fileRunByRunner(state, target);
  observePackage(state, policy.ownersOf(state, resolved), target);
}

function countOutsideRead(
  policy: AttributionPolicy,
  state: TraceState,
  { target, caller }: EventOf<'OutsideFileRead'>,
): void {
  if (policy.resolveCaller(state, caller).by === 'runner') policy.fileRunByRunner(state, target);
}

function countWrite(policy: AttributionPolicy, state: TraceState, { type, path }: WriteEvent): void {
  for (const owner of policy.ownersOfCreated(state)) state.observations[owner][writtenKinds[type]].add(path);
}
