import { type Fallback, hasScope } from '@nx-testmon/core';
import { addFallback, copyObservations, mostEntries, type Observations } from '../reduce/trace-state';

/** Observations of a subprocess up to its end; `undefined` if they are unknown. */
export type ReadSubprocess = (id: string) => Observations | undefined;

/** Maximum nesting of processes that start each other. */
const deepest = 20;

/**
 * Observations of a process and of all its subprocesses. If one of them may have unknown reads, the test file
 * depends on the whole project.
 */
export function withSubprocesses(
  observations: Observations,
  readSubprocess: ReadSubprocess,
  depth = 0,
): Observations {
  if (observations.subprocesses.size === 0) return observations;
  const joined = copyObservations(observations);
  for (const [id, started] of observations.subprocesses) {
    const found = depth < deepest ? readSubprocess(id) : undefined;
    const subprocess = found && withSubprocesses(found, readSubprocess, depth + 1);
    const fallbacks = subprocess ? causesOf(subprocess, started) : [started];
    if (subprocess && fallbacks.length === 0) addSubprocess(joined, subprocess);
    else for (const one of fallbacks) addFallback(joined, one);
    if (kinds.some((kind) => joined[kind].size > mostEntries)) addFallback(joined, started);
  }
  return joined;
}

const kinds = ['files', 'folders', 'lookups'] as const;

/**
 * The missed reads of a subprocess may include modules. A fallback without a location gets that of the code
 * that started the subprocess. What the system lacks is named as well.
 */
function causesOf({ fallbacks }: Observations, started: Fallback): readonly Fallback[] {
  const found = [...fallbacks.values()];
  if (found.length === 0) return [];
  const ofProject = found.filter((one) => hasScope([one], 'project') && one.module !== undefined);
  const ofSystem = found.filter(({ kind }) => kind === 'open-files' || kind === 'system-failed');
  return ofProject.length > 0 ? ofProject : [started, ...ofSystem];
}

/**
 * Modules count by their content. A path that a subprocess creates does not count as created by its parent
 * before.
 */
function addSubprocess(joined: Observations, subprocess: Observations): void {
  addStates(joined.files, subprocess.modules);
  for (const kind of kinds) addStates(joined[kind], subprocess[kind]);
  for (const name of subprocess.packages) joined.packages.add(name);
  for (const name of subprocess.variables) joined.variables.add(name);
  for (const path of subprocess.created) joined.created.add(path);
}

/** A path that two processes observed in two states matches no later state. */
function addStates(all: Map<string, string>, more: ReadonlyMap<string, string>): void {
  for (const [path, state] of more) all.set(path, (all.get(path) ?? state) === state ? state : 'changed');
}
