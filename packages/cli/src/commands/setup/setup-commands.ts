import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { count, printable, printableJson } from '@nx-testmon/core';
import { type CommandIo, type ExitCode, fail } from '../../command-io';
import {
  findUncoveredProjects,
  toUncoveredDocument,
  uncoveredLines,
} from '../../targets/find-uncovered-projects';
import { findWorkspaceRoot } from '../../workspace/find-workspace-root';
import { type OpenedWorkspace, openWorkspace } from '../../workspace/open-workspace';
import { planRemoval } from './plan-removal';
import { planSetup } from './plan-setup';
import { packageManagerOf } from './package-manager-of';
import { readWorkspaceTexts } from './read-workspace-texts';
import type { RemovalDocument, SetupDocument } from './setup-schema';
import type { SetupPlan, WorkspaceTexts } from './workspace-texts';
import { writeTexts } from './write-texts';

export interface SetupFlags {
  readonly json?: boolean;
  readonly dryRun?: boolean;
}

/** Adds nx-testmon to a workspace without Nx. A second run changes nothing. */
export function initCommand(flags: SetupFlags, io: CommandIo): Promise<ExitCode> {
  return changeWorkspace({ command: 'init', plan: planSetup, report: reportSetup }, flags, io);
}

/** Undoes the changes of `init`. */
export function removeCommand(flags: SetupFlags, io: CommandIo): Promise<ExitCode> {
  return changeWorkspace({ command: 'remove', plan: planRemoval, report: reportRemoval }, flags, io);
}

/** The changes, for people to read and for `--json`. */
interface SetupReport {
  readonly document: SetupDocument | RemovalDocument;
  readonly title: string;
  readonly lines: readonly string[];
}

interface WorkspaceChange {
  readonly command: 'init' | 'remove';
  readonly plan: (texts: WorkspaceTexts) => SetupPlan;
  readonly report: (plan: SetupPlan, workspace: OpenedWorkspace) => SetupReport;
}

async function changeWorkspace(
  { command, plan, report }: WorkspaceChange,
  { json, dryRun }: SetupFlags,
  io: CommandIo,
): Promise<ExitCode> {
  if (findWorkspaceRoot(io.cwd)?.kind === 'nx')
    return fail(io, { kind: 'needs-generator', generator: command });
  const before = await openWorkspace(io);
  if (!before.ok) return fail(io, before.problem);
  const { root } = before.workspace;
  const planned = plan(readWorkspaceTexts(root, before.graph));
  if (dryRun !== true) writeTexts(root, planned.files);
  // A package may have tests only because of an added script.
  const after = dryRun === true ? before : await openWorkspace(io);
  if (!after.ok) return fail(io, after.problem);
  const { document, title, lines } = report(planned, after);
  const shown = dryRun === true ? 'Nothing is written. What would be changed:' : title;
  io.print(json === true ? printableJson(document, 2) : [shown, ...lines].join('\n'));
  return 0;
}

function reportSetup(plan: SetupPlan, { workspace, graph }: OpenedWorkspace): SetupReport {
  const covered = Object.entries(graph.nodes)
    .filter(([, { data }]) => Object.keys(data.targets ?? {}).length > 0)
    .map(([name]) => name);
  const uncovered = findUncoveredProjects(workspace.root, graph);
  const names = covered.length === 0 ? '' : `: ${covered.map(printable).join(', ')}`;
  const document: SetupDocument = {
    ...planFields(plan),
    covered,
    uncovered: uncovered.map(toUncoveredDocument),
  };
  return {
    document,
    title: plan.changes.length === 0 ? 'Nothing to do: nx-testmon is set up.' : 'nx-testmon is ready.',
    lines: [
      ...plan.changes,
      `${count(covered.length, 'package')} with tests that nx-testmon runs${names}`,
      ...uncoveredLines(uncovered),
      ...plan.advice,
      `Next: ${packageManagerOf(workspace.root).exec} testmon run`,
    ],
  };
}

function reportRemoval(plan: SetupPlan, { workspace }: OpenedWorkspace): SetupReport {
  const remains = [
    ...plan.advice,
    ...(existsSync(join(workspace.root, '.testmon'))
      ? ['The folder .testmon: delete it, unless you want to keep the stored results.']
      : []),
    `The package: ${packageManagerOf(workspace.root).remove} nx-testmon`,
  ];
  const nothing = 'Nothing to do: no file of this workspace was changed.';
  const document: RemovalDocument = { ...planFields(plan), remains };
  return {
    document,
    title: plan.changes.length === 0 ? nothing : 'nx-testmon was removed from the files of this workspace.',
    lines: [...plan.changes, 'Left to do:', ...remains.map((line) => `  ${line}`)],
  };
}

/** The fields that both documents share. */
function planFields({ files, changes, advice }: SetupPlan) {
  return { files: files.map(({ path }) => path), changes, advice };
}
