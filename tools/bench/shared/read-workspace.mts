import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { buildWorkspace, type Workspace } from '@nx-testmon/core';
import type { ProjectGraph } from '../../oracle/project-graph.mts';
import { runTimed } from './cpu-time.mts';

interface ReadRequest {
  /** Folder for the file that Nx writes. */
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Reads the projects of a workspace with its own Nx.
 *
 * @param root absolute
 */
export async function readWorkspace(root: string, { folder, env }: ReadRequest): Promise<Workspace> {
  const file = join(folder, 'graph.json');
  const nx = [process.execPath, nxScript(root)];
  const { code, output } = await runTimed([...nx, 'graph', `--file=${file}`], { cwd: root, env });
  if (!existsSync(file)) throw new Error(`nx graph ended with ${code}\n${output}`);
  const { graph } = JSON.parse(readFileSync(file, 'utf8')) as { readonly graph: ProjectGraph };
  const roots = Object.entries(graph.nodes).map(([name, { data }]) => [name, data.root]);
  return buildWorkspace(root, Object.fromEntries(roots) as Record<string, string>, graph.dependencies);
}

/** Nx may be installed in a folder above the workspace. */
function nxScript(root: string): string {
  const manifest = createRequire(join(root, 'package.json')).resolve('nx/package.json');
  const { bin } = JSON.parse(readFileSync(manifest, 'utf8')) as { readonly bin: { readonly nx: string } };
  return join(dirname(manifest), bin.nx);
}
