import type { Failed } from '@nx-testmon/core';
import { findUntested, readChangedLines, type UntestedCode } from '@nx-testmon/engine';
import type { CommandIo } from '../../command-io';
import type { RefusedTask } from '../../targets/create-task';
import { findTargets } from '../../targets/find-targets';
import { gatherCoverage } from '../coverage/gather-coverage';
import type { OpenedWorkspace } from '../../workspace/open-workspace';

/** Changed code that no test file executed when it last ran. */
export interface UntestedReport {
  /** The compared commit, by the name that the user gave. */
  readonly base: string;
  readonly code: readonly UntestedCode[];
  /** Changed files for which it is unknown what test files executed, sorted. */
  readonly unknown: readonly string[];
}

/** The changes to inspect: by default, all uncommitted changes of all projects. */
export interface UntestedRequest {
  readonly base?: string;
  readonly projects?: readonly string[] | undefined;
}

export type UntestedResult =
  | {
      readonly ok: true;
      readonly untested: UntestedReport;
      /** Tasks for which it is unknown what they executed. */
      readonly refused: readonly RefusedTask[];
    }
  | Failed;

const uncommitted = 'HEAD';

/** Compares changed lines with the code that test files executed. Runs no test and writes nothing. */
export async function readUntested(
  { graph, kind, workspace }: OpenedWorkspace,
  { base = uncommitted, projects }: UntestedRequest,
  io: CommandIo,
): Promise<UntestedResult> {
  const changed = await readChangedLines(workspace.root, base, io.env);
  if (!changed.ok) return changed;
  // Test files of every project may execute the code of the requested ones.
  const found = findTargets(graph, { kind, all: true });
  if (!found.ok) return found;
  const request = { workspace, projects, isFresh: false, exclude: [] };
  const paths = new Set(changed.lines.keys());
  const { result, refused } = await gatherCoverage(request, found.targets, io, (reader) =>
    reader.readUnexecuted(paths),
  );
  const code = findUntested(result.unexecuted, changed.lines);
  return { ok: true, untested: { base, code, unknown: result.unknown }, refused };
}
