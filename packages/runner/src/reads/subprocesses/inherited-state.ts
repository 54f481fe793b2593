import type { Observations } from '../reduce/trace-state';
import type { InheritedState } from './observation-journal';
import type { ReadSubprocess } from './with-subprocesses';

/** Maximum nesting of processes that start each other. */
const deepest = 20;

/** The state that a process started now does not read from the workspace, because a test has created it. */
export function inheritedState(observations: Observations, readSubprocess: ReadSubprocess): InheritedState {
  const { ownVariables } = observations;
  const files = { created: new Set<string>(), overwritten: new Set<string>() };
  addWritten(files, observations, readSubprocess, 0);
  return {
    created: [...files.created],
    overwritten: [...files.overwritten],
    ownVariables: [...ownVariables],
  };
}

/** Files that a test has written, itself or through its subprocesses. */
interface OwnFiles {
  readonly created: Set<string>;
  readonly overwritten: Set<string>;
}

/** Files that ended subprocesses created exist before the process is started. */
function addWritten(
  files: OwnFiles,
  observations: Observations,
  readSubprocess: ReadSubprocess,
  depth: number,
): void {
  for (const path of observations.created) files.created.add(path);
  for (const path of [...observations.overwritten, ...observations.written]) files.overwritten.add(path);
  if (depth === deepest) return;
  for (const id of observations.subprocesses.keys()) {
    const subprocess = readSubprocess(id);
    if (subprocess) addWritten(files, subprocess, readSubprocess, depth + 1);
  }
}
