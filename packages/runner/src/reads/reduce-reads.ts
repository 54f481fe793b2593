import type { Fallback } from '@nx-testmon/core';
import type { AttributionPolicy } from './attribution/attribution-policy';
import { findCountKind } from './count-kind';
import { isLoadKnown, isPackageKnown, isSettled, observedKinds } from './is-settled';
import type { PathEvent, ReadEvent, Target } from './read-event';
import {
  addFallback,
  mostEntries,
  type Observations,
  type ObservedKind,
  type TraceOwner,
  type TraceState,
} from './trace-state';
import { countVariablesCopied, countVariableRead, countVariableWritten } from './reduce-variables';

/** A test file that starts more processes is not worth the time that it takes to read what they have read. */
const mostSubprocesses = 500;

const writtenKinds = {
  FileCreated: 'created',
  FileOverwritten: 'overwritten',
  FileChanged: 'written',
} as const satisfies Partial<Record<ReadEvent['type'], keyof Observations>>;

/**
 * Takes account of one event. The result depends on the policy, the state and the event alone. The state is changed
 * in place and returned: a process has up to a hundred thousand events, and no other code holds its state.
 */
export function reduceReads(policy: AttributionPolicy, state: TraceState, event: ReadEvent): TraceState {
  switch (event.type) {
    case 'FileRead':
    case 'FileStatsRead':
    case 'FolderListed':
    case 'LookupMade':
      countPathEvent(policy, state, event);
      break;
    case 'PackageRead':
      countPackageRead(policy, state, event);
      break;
    case 'OutsideFileRead':
      if (policy.resolveCaller(state, event.caller).by === 'runner')
        policy.fileRunByRunner(state, event.target);
      break;
    case 'ModuleLoaded':
      countModuleLoad(policy, state, event);
      break;
    case 'LoadsTraced':
      for (const observations of Object.values(state.observations))
        observations.loads ??= { specifiers: new Map(), byNode: new Set() };
      break;
    case 'SpecifierUsed':
      for (const owner of policy.ownersOf(state, event.caller))
        addSpecifier(state.observations[owner], event);
      break;
    case 'PackageLoaded':
      policy.fileLoadedByNode(state, event.target);
      if (event.target.path !== undefined) addPackage(state, policy.ownersOf(state), event.target);
      break;
    case 'FileCreated':
    case 'FileOverwritten':
    case 'FileChanged':
      for (const owner of policy.ownersOfCreated(state))
        state.observations[owner][writtenKinds[event.type]].add(event.path);
      break;
    case 'VariableRead':
      countVariableRead(policy, state, event);
      break;
    case 'VariableWritten':
      countVariableWritten(policy, state, event);
      break;
    case 'VariablesCopied':
      countVariablesCopied(policy, state, event.caller);
      break;
    case 'ProcessStarted':
      countProcess(policy, state, event);
      break;
    case 'TracingLost':
      for (const owner of policy.ownersOf(state)) addFallback(state.observations[owner], event.fallback);
      break;
    case 'TestFileStarted':
      policy.testFileStarted(state, event.sharingTestFile);
      break;
    case 'TestFileEnded':
      policy.testFileEnded(state);
      break;
    case 'CompilationStarted':
      state.compilations++;
      break;
    case 'CompilationEnded':
      state.compilations--;
      break;
    default:
      return event satisfies never;
  }
  return state;
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
      // The runner looks for it in every run, whether or not modules come from its cache.
      return found === 'missing'
        ? observe(state, owners, { kind: observedKinds[type], path, found })
        : undefined;
    case 'data':
      // Content and dates of a folder show only that it is one.
      return 'lookup' in event && event.lookup !== undefined
        ? observe(state, owners, { kind: 'lookups', path, found: event.lookup })
        : observe(state, owners, { kind: observedKinds[type], path, found });
    default:
      return countKind satisfies never;
  }
}

function countModuleLoad(
  policy: AttributionPolicy,
  state: TraceState,
  { target, digest }: Extract<ReadEvent, { type: 'ModuleLoaded' }>,
): void {
  const { path } = target;
  policy.fileLoadedByNode(state, target);
  const owners = policy.ownersOf(state, { by: 'loader' });
  for (const owner of owners) state.observations[owner].loads?.byNode.add(path);
  if (policy.countsModuleLoads && !isLoadKnown(policy, state, path))
    observe(state, owners, { kind: policy.kindOfModules, path, found: digest });
}

function countPackageRead(
  policy: AttributionPolicy,
  state: TraceState,
  { target, caller, isContent }: Extract<ReadEvent, { type: 'PackageRead' }>,
): void {
  if (target.package === undefined) return;
  if (!policy.attributesByCaller) return addPackage(state, policy.ownersOf(state), target);
  if (!isContent && isPackageKnown(policy, state, target.package)) return;
  const resolved = policy.resolveCaller(state, caller);
  if (resolved.by === 'own' || resolved.by === 'search') return;
  if (resolved.by === 'runner' && isContent) policy.fileRunByRunner(state, target);
  addPackage(state, policy.ownersOf(state, resolved), target);
}

function countProcess(
  policy: AttributionPolicy,
  state: TraceState,
  { caller, fallback, subprocess }: Extract<ReadEvent, { type: 'ProcessStarted' }>,
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

interface Observation {
  readonly kind: ObservedKind;
  readonly path: string;
  /** The state of what is at the path. */
  readonly found: string;
}

/** The state in which a path was first seen counts. */
function observe(state: TraceState, owners: readonly TraceOwner[], { kind, path, found }: Observation): void {
  for (const owner of owners) {
    const observations = state.observations[owner];
    if (!observations[kind].has(path)) observations[kind].set(path, found);
    if (observations[kind].size > mostEntries)
      addFallback(observations, { kind: 'too-many-reads', subject: String(mostEntries) });
  }
}

function addSpecifier(
  { loads }: Observations,
  { module, specifier }: Extract<ReadEvent, { type: 'SpecifierUsed' }>,
): void {
  if (loads === undefined) return;
  const known = loads.specifiers.get(module);
  if (known) known.add(specifier);
  else loads.specifiers.set(module, new Set([specifier]));
}

function addPackage(state: TraceState, owners: readonly TraceOwner[], { package: name }: Target): void {
  if (name !== undefined) for (const owner of owners) state.observations[owner].packages.add(name);
}
