import { printableJson } from '@nx-testmon/core';
import { checkSetup, diagnoseTask, type TaskDiagnosis } from '@nx-testmon/engine';
import { type CommandIo, type ExitCode, fail } from '../../command-io';
import { createReadOnlyTask, type RefusedTask, taskName } from '../../targets/create-task';
import { findTargets } from '../../targets/find-targets';
import { findUncoveredProjects } from '../../targets/find-uncovered-projects';
import { chooseProjects } from '../../workspace/match-projects';
import { openWorkspace } from '../../workspace/open-workspace';
import { renderDiagnosis, toDiagnosisDocument } from './render-diagnosis';

export interface DoctorFlags {
  readonly json?: boolean;
  readonly projects?: readonly string[];
  readonly target?: string;
}

/** Checks the setup and lists every fallback of the newest facts. Runs no test and writes nothing. */
export async function doctorCommand(
  { json, projects: patterns, target }: DoctorFlags,
  io: CommandIo,
): Promise<ExitCode> {
  const opened = await openWorkspace(io);
  if (!opened.ok) return fail(io, opened.problem);
  const { workspace, graph, kind } = opened;
  const chosen = chooseProjects(opened, patterns);
  if (!chosen.ok) return fail(io, chosen.problem);
  const { projects } = chosen;
  const found = findTargets(graph, { projects, target, kind, all: true });
  // A workspace without any target is what needs to be explained.
  if (!found.ok && found.problem.kind !== 'no-target') return fail(io, found.problem);
  const taskIo = { ...io, write: io.printError };

  const diagnoses: TaskDiagnosis[] = [];
  const refused: RefusedTask[] = found.ok ? [] : [{ name: 'targets', problems: [found.problem] }];
  for (const one of found.ok ? found.targets : []) {
    const created = createReadOnlyTask(one, workspace, taskIo);
    if (!created.ok) {
      refused.push(created);
      continue;
    }
    const read = await diagnoseTask(created.task, created.io);
    if (read.ok) diagnoses.push(read.diagnosis);
    else refused.push({ name: taskName(created.task), problems: [read.problem] });
  }
  const checks = await checkSetup({ workspace, kind, io: taskIo });
  const uncovered = findUncoveredProjects(workspace.root, graph, projects);
  const diagnosis = { checks, diagnoses, refused, uncovered };
  io.print(
    json === true ? printableJson(toDiagnosisDocument(diagnosis), 2) : renderDiagnosis(diagnosis, io.colors),
  );
  return 0;
}
