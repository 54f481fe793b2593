import { count, listNames, printable, renderProblem, TESTMON_EXECUTOR } from '@nx-testmon/core';
import { type ProjectEntry, readUncovered } from '@nx-testmon/engine/uncovered-projects';
import { loadDevkit } from '../../load-devkit';

const namesShown = 10;

/**
 * Lists the projects with nx-testmon targets, and those with tests but without a target, with the reason. Nx
 * lists the projects, so the targets of all its plugins are known.
 *
 * @param root absolute path of the workspace
 * @returns lines; none for a workspace that is not the one of this process
 */
export async function describeCoveredProjects(root: string): Promise<string[]> {
  const { createProjectGraphAsync, workspaceRoot } = loadDevkit();
  if (root !== workspaceRoot) return [];
  try {
    const { nodes } = await createProjectGraphAsync({ exitOnError: false });
    return projectLines(
      root,
      Object.entries(nodes).map(([name, { data }]) => ({ name, root: data.root, targets: data.targets })),
    );
  } catch (error) {
    return [renderProblem({ kind: 'nx-graph-failed', root, detail: (error as Error).message })];
  }
}

/** The lines for listed projects. */
export function projectLines(root: string, projects: readonly ProjectEntry[]): string[] {
  const covered = projects
    .filter(({ targets = {} }) =>
      Object.values(targets).some(({ executor }) => executor === TESTMON_EXECUTOR),
    )
    .map(({ name }) => name)
    .sort();
  const names = listNames(covered.map(printable), namesShown);
  const verb = covered.length === 1 ? 'has' : 'have';
  const uncovered = readUncovered(root, projects);
  return [
    covered.length === 0
      ? 'No project has an nx-testmon target yet.'
      : `${count(covered.length, 'project')} ${verb} nx-testmon targets: ${names}`,
    ...(uncovered.length === 0 ? [] : ['Tests that nx-testmon does not run:']),
    ...uncovered.map(({ problem }) => `  ${renderProblem(problem)}`),
  ];
}
