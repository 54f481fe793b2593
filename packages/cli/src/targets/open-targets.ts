import type { Failed } from '@nx-testmon/core';
import type { UncoveredProject } from '@nx-testmon/engine/uncovered-projects';
import type { CommandIo } from '../command-io';
import { chooseProjects } from '../workspace/match-projects';
import { type OpenedWorkspace, openWorkspace } from '../workspace/open-workspace';
import { findTargets, type TestmonTarget } from './find-targets';
import { findUncoveredProjects } from './find-uncovered-projects';

/** Which targets a command line is about. */
export interface TargetRequest {
  /** What `--projects` selects. Default: all projects. */
  readonly patterns?: readonly string[] | undefined;
  /** What `--target` names. */
  readonly target?: string | undefined;
  /** True: every test configuration of a project, not only the main one. */
  readonly all?: boolean;
  /**
   * Without patterns: only the package of the working directory, if package.json files define the projects. A package
   * script is about its own package.
   */
  readonly onlyOwnPackage?: boolean;
}

/** A workspace with the targets that a command line is about. */
export interface OpenedTargets extends OpenedWorkspace {
  /** Names; all if absent. */
  readonly projects?: readonly string[] | undefined;
  readonly targets: readonly TestmonTarget[];
}

/** Why there are no targets, with the projects that have tests all the same. */
export interface FailedTargets extends Failed {
  readonly uncovered: readonly UncoveredProject[];
}

/** Opens the workspace of the working directory and finds the targets of the chosen projects. */
export async function openTargets(
  io: CommandIo,
  { patterns, target, all, onlyOwnPackage }: TargetRequest,
): Promise<OpenedTargets | FailedTargets> {
  const opened = await openWorkspace(io);
  if (!opened.ok) return { ...opened, uncovered: [] };
  const { graph, kind, here, workspace } = opened;
  const chosen = chooseProjects(opened, patterns);
  if (!chosen.ok) return { ...chosen, uncovered: [] };
  const projects = chosen.projects ?? (onlyOwnPackage === true && here !== undefined ? [here] : undefined);
  const found = findTargets(graph, { projects, target, all, kind });
  if (found.ok) return { ...opened, projects, targets: found.targets };
  return { ...found, uncovered: findUncoveredProjects(workspace.root, graph, projects) };
}
