import { basename, dirname } from 'node:path/posix';
import type { Fallback, ReadTrace } from '@nx-testmon/core';
import type { AttributionPolicy } from './attribution/attribution-policy';
import type { Caller, PathEvent, ReadEvent, Target } from './read-event';
import {
  addFallback,
  type Observations,
  type ObservedKind,
  toTrace,
  type TraceOwner,
  type TraceState,
} from './trace-state';
import { countVariablesCopied, countVariableRead, countVariableWritten } from './reduce-variables';

/** What was asked of a path. */
export type Question = PathEvent['type'];

/** A process that asks for more than this is not traced further, because tracing would cost too much. */
const mostEntries = 20_000;

const kinds = {
  FileRead: 'files',
  FileStatsRead: 'files',
  FolderListed: 'folders',
  LookupMade: 'lookups',
} as const satisfies Record<Question, ObservedKind>;

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
      policy.fileLoadedByNode(state, event.target);
      for (const owner of policy.ownersOf(state, { by: 'loader' }))
        state.observations[owner].loads?.byNode.add(event.target.path);
      if (policy.countsModuleLoads && !isLoadKnown(policy, state, event.target.path))
        observe(state, policy.ownersOf(state, { by: 'loader' }), 'modules', event.target.path, event.digest);
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
      for (const owner of policy.ownersOfCreated(state)) state.observations[owner].created.add(event.path);
      break;
    case 'FileOverwritten':
      for (const owner of policy.ownersOfCreated(state))
        state.observations[owner].overwritten.add(event.path);
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
      policy.testFileStarted(state);
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

/** What compiling has read in this process so far; `undefined` where it was nothing. */
export function traceOfCompilation({ observations }: TraceState): ReadTrace | undefined {
  const { files, modules, folders, lookups, variables, fallbacks } = observations.compilation;
  const isEmpty = [files, modules, folders, lookups, variables, fallbacks].every(({ size }) => size === 0);
  return isEmpty ? undefined : toTrace(observations.compilation);
}

/**
 * Whether a question adds nothing, independent of the caller: every owner has an answer, or the test file itself has
 * written what is at the path, so that the workspace does not matter.
 */
export function isSettled(
  policy: AttributionPolicy,
  state: TraceState,
  question: Question,
  path: string,
): boolean {
  const kind = kinds[question];
  const isKnown = policy.ownersOf(state).every((owner) => state.observations[owner][kind].has(path));
  return isKnown || isOwn(policy, state, question, path);
}

/** Whether a path holds what its current owner has put there. */
export function isOwn(
  { currentOwner }: AttributionPolicy,
  { observations }: TraceState,
  question: Question,
  path: string,
): boolean {
  const { created, overwritten } = observations[currentOwner];
  const isOfContent = question === 'FileRead' || question === 'FileStatsRead';
  if (isOfContent && overwritten.has(path)) return true;
  for (let at = path; at !== '.' && at !== ''; at = dirname(at)) if (created.has(at)) return true;
  return false;
}

/** Names in a folder that its current owner has created: they are no part of what it saw of the workspace. */
export function createdNamesIn(
  { currentOwner }: AttributionPolicy,
  { observations }: TraceState,
  folder: string,
): ReadonlySet<string> {
  const inFolder = [...observations[currentOwner].created].filter((path) => dirname(path) === folder);
  return new Set(inFolder.map((path) => basename(path)));
}

/** Whether it is recorded for every owner that Node's loader has loaded a module. */
export function isLoadKnown(policy: AttributionPolicy, state: TraceState, path: string): boolean {
  return policy.ownersOf(state).every((owner) => state.observations[owner].modules.has(path));
}

/** Whether the package is recorded for every owner. */
export function isPackageKnown(policy: AttributionPolicy, state: TraceState, name: string): boolean {
  return policy.ownersOf(state).every((owner) => state.observations[owner].packages.has(name));
}

/** Whether a file that is to be overwritten has not been read before. */
export function isUnread(
  { currentOwner }: AttributionPolicy,
  { observations }: TraceState,
  path: string,
): boolean {
  return !observations[currentOwner].files.has(path);
}

/**
 * How a question counts. `data`: as asked. `module`: by the content, where no dependency of the test file stands for
 * the module. `if-missing`: only where there is nothing.
 */
export type Counting = 'not' | 'data' | 'module' | 'if-missing';

/** @param caller as the policy resolves it */
export function countingOf(
  { countsRunnerLookups }: AttributionPolicy,
  { by }: Caller,
  question: Question,
  path: string,
): Counting {
  if (by === 'own' || by === 'search') return 'not';
  if (by === 'other') return 'data';
  if (question === 'FileRead') return 'module';
  // What is looked for to resolve modules is the dependency graph's to compare, but for Vite's files of variables.
  if (question === 'FileStatsRead' && basename(path).startsWith('.env')) return 'module';
  if (by === 'loader') return 'not';
  if (!countsRunnerLookups)
    return question !== 'FolderListed' && isConfiguration(path) ? 'if-missing' : 'not';
  return question === 'FolderListed' ? 'data' : 'if-missing';
}

/**
 * Whether no import leads to a file of this name, so that a lookup of it is one of a configuration. Manifests
 * and tsconfig files count by rules of the dependency graph.
 */
function isConfiguration(path: string): boolean {
  // Runners and bundlers keep their caches in hidden folders there.
  if (/(?:^|\/)node_modules\/\./.test(path)) return false;
  const name = basename(path);
  if (/^(?:package|[tj]sconfig(?:\..*)?|deno)\.jsonc?$/.test(name)) return false;
  return /^\.|\.config\.|rc$|\.(?:json[5c]?|ya?ml|toml)$|^browserslist$/.test(name);
}

function countPathEvent(policy: AttributionPolicy, state: TraceState, event: PathEvent): void {
  const { type, target } = event;
  const { path } = target;
  if (isSettled(policy, state, type, path)) return;
  const caller = policy.resolveCaller(state, event.caller);
  const counting = countingOf(policy, caller, type, path);
  if (caller.by === 'runner' && type === 'FileRead' && counting === 'module')
    policy.fileRunByRunner(state, target);
  const owners = policy.ownersOf(state, caller);
  const found = event.type === 'LookupMade' ? event.lookup : event.digest;
  switch (counting) {
    case 'not':
      return;
    case 'module':
      return observe(state, owners, 'modules', path, found);
    case 'if-missing':
      // The runner looks for it in every run, whether or not modules come from its cache.
      return found === 'missing' ? observe(state, owners, kinds[type], path, found) : undefined;
    case 'data':
      // Content and dates of a folder show only that it is one.
      return 'lookup' in event && event.lookup !== undefined
        ? observe(state, owners, 'lookups', path, event.lookup)
        : observe(state, owners, kinds[type], path, found);
    default:
      return counting satisfies never;
  }
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
  { caller, fallback }: Extract<ReadEvent, { type: 'ProcessStarted' }>,
): void {
  const resolved = policy.resolveCaller(state, caller);
  if (resolved.by === 'own' || resolved.by === 'search') return;
  // Runners start their workers between test files. Meanwhile a test calls the packages that do so.
  if (resolved.by === 'runner' && (policy.isRunByNode || state.isBetweenTestFiles)) return;
  const isOfHooks = policy.isRunByNode && resolved.by === 'loader';
  const started: Fallback = isOfHooks ? { ...fallback, kind: 'custom-loader' } : fallback;
  for (const owner of policy.ownersOf(state, resolved)) addFallback(state.observations[owner], started);
}

/** The state in which a path was first seen counts. */
function observe(
  state: TraceState,
  owners: readonly TraceOwner[],
  kind: ObservedKind,
  path: string,
  found: string,
): void {
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
