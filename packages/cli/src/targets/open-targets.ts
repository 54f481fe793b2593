import type { Failure } from '@nx-testmon/core';
import type { UncoveredProject } from '@nx-testmon/engine/uncovered-projects';
import type { CommandIo } from '../command-io';
import { chooseProjects } from '../workspace/match-projects';
import { type OpenedWorkspace, openWorkspace } from '../workspace/open-workspace';
import { findTargets, type TestmonTarget } from './find-targets';
import { findUncoveredProjects } from './find-uncovered-projects';

/** The targets that a command line selects. */
export interface TargetRequest {
  /** The patterns of `--projects`; all projects by default. */
  readonly patterns?: readonly string[] | undefined;
  /** The name in `--target`. */
  readonly target?: string | undefined;
  /** If true, every test configuration of a project is included, not only the main one. */
  readonly all?: boolean;
  /**
   * If true and there are no patterns, only the package of the working directory is included, if
   * `package.json` files define the projects: a script of a package concerns its own package.
   */
  readonly onlyOwnPackage?: boolean;
}

/** A workspace, and the targets that a command line selects. */
export interface OpenedTargets extends OpenedWorkspace {
  /** Names of the selected projects; absent for all. */
  readonly projects?: readonly string[] | undefined;
  readonly targets: readonly TestmonTarget[];
}

/** Why there are no targets, and which projects have tests nevertheless. */
export interface FailedTargets extends Failure {
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
