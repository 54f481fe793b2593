import { formatMessageLine, type Problem, renderProblem } from '@nx-testmon/core';
import {
  describeUncovered,
  readUncovered,
  type UncoveredProject,
} from '@nx-testmon/engine/uncovered-projects';
import { type CommandIo, type ExitCode, fail } from '../command-io';
import type { NxGraph } from '../workspace/nx-graph';

/**
 * Finds the projects with tests but without an nx-testmon target.
 *
 * @param root absolute path of the workspace
 * @param projects names; all by default
 */
export function findUncoveredProjects(
  root: string,
  graph: NxGraph,
  projects?: readonly string[],
): UncoveredProject[] {
  const listed = Object.entries(graph.nodes)
    .filter(([name]) => projects?.includes(name) ?? true)
    .map(([name, { data }]) => ({ name, root: data.root, targets: data.targets }));
  return readUncovered(root, listed);
}

/** A line about uncovered projects, for readers of a result; none if all projects with tests are covered. */
export function uncoveredLines(uncovered: readonly UncoveredProject[]): string[] {
  const line = describeUncovered(uncovered);
  return line === undefined ? [] : [`${line}. \`testmon doctor\` says why.`];
}

/** Reports that there is nothing to do, and which projects have tests nevertheless. */
export function failWithoutTargets(
  io: CommandIo,
  { problem, uncovered }: { readonly problem: Problem; readonly uncovered: readonly UncoveredProject[] },
): ExitCode {
  const code = fail(io, problem);
  for (const line of uncoveredLines(uncovered)) io.printError(formatMessageLine(line));
  return code;
}

/** An uncovered project in the output of commands with `--json`. */
export interface UncoveredDocument {
  readonly project: string;
  /** Relative to the workspace root. */
  readonly root: string;
  readonly kind: string;
  readonly text: string;
}

export function toUncoveredDocument({ name, root, problem }: UncoveredProject): UncoveredDocument {
  return { project: name, root, kind: problem.kind, text: renderProblem(problem) };
}
