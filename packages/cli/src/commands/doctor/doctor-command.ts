import { printableJson } from '@nx-testmon/core';
import { checkSetup, diagnoseTask } from '@nx-testmon/engine';
import { queryTasks } from '../../targets/query-tasks';
import { type CommandIo, type ExitCode, fail } from '../../command-io';
import { findTargets } from '../../targets/find-targets';
import { findUncoveredProjects } from '../../targets/find-uncovered-projects';
import { chooseProjects } from '../../workspace/match-projects';
import { openWorkspace } from '../../workspace/open-workspace';
import { mustBeFixed, type Diagnosis, withoutExplained } from './diagnosis';
import { toDiagnosisDocument } from './diagnosis-document';
import { readUnlistedDependencies } from './read-unlisted-dependencies';
import { renderDiagnosis } from './render-diagnosis';
import { renderReportBlock } from './render-report-block';

export interface DoctorFlags {
  readonly json?: boolean;
  readonly report?: boolean;
  readonly projects?: readonly string[];
  readonly target?: string;
}

/**
 * Checks the setup, and lists every fallback of the newest facts and the dependencies of tests that Nx does
 * not know. Runs no test and writes nothing.
 *
 * @param version of nx-testmon
 * @returns 1 if something must be fixed
 */
export async function doctorCommand(flags: DoctorFlags, version: string, io: CommandIo): Promise<ExitCode> {
  const opened = await openWorkspace(io);
  if (!opened.ok) return fail(io, opened.problem);
  const { workspace, graph, kind } = opened;
  const chosen = chooseProjects(opened, flags.projects);
  if (!chosen.ok) return fail(io, chosen.problem);
  const { projects } = chosen;
  const found = findTargets(graph, { projects, target: flags.target, kind, all: true });
  // A workspace without any target is what the doctor must explain.
  if (!found.ok && found.problem.kind !== 'no-target') return fail(io, found.problem);

  const { results, refused } = await queryTasks(found.ok ? found.targets : [], workspace, io, diagnoseTask);
  const diagnosis = withoutExplained({
    checks: await checkSetup({ workspace, kind, version, io }),
    diagnoses: results.map((result) => result.diagnosis),
    refused: found.ok ? refused : [{ name: 'targets', problems: [found.problem] }],
    uncovered: findUncoveredProjects(workspace.root, graph, projects),
    unlisted: await readUnlistedDependencies(opened, projects, io),
    usesNx: kind === 'nx',
  });
  io.print(render(diagnosis, flags, io));
  return mustBeFixed(diagnosis) ? 1 : 0;
}

function render(diagnosis: Diagnosis, { json, report }: DoctorFlags, { colors }: CommandIo): string {
  if (json === true) return printableJson(toDiagnosisDocument(diagnosis), 2);
  return report === true ? renderReportBlock(diagnosis) : renderDiagnosis(diagnosis, colors);
}
