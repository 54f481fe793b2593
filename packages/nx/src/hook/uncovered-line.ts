import type { ProjectGraph } from '@nx/devkit';
import { describeUncovered, readUncovered } from '@nx-testmon/engine/uncovered-projects';

/** Names the projects with tests but without an nx-testmon target. */
export function uncoveredLine(workspaceRoot: string): string | undefined {
  const nodes = readNodes();
  if (nodes === undefined) return undefined;
  const projects = Object.entries(nodes).map(([name, { data }]) => ({
    name,
    root: data.root,
    targets: data.targets,
  }));
  const line = describeUncovered(readUncovered(workspaceRoot, projects));
  return line === undefined ? undefined : `${line}; \`testmon doctor\` says why`;
}

/** The graph that Nx has just used, from its cache. */
function readNodes(): ProjectGraph['nodes'] | undefined {
  try {
    const nx = require('nx/src/project-graph/project-graph') as { readCachedProjectGraph(): ProjectGraph };
    return nx.readCachedProjectGraph().nodes;
  } catch {
    return undefined;
  }
}
