import type { TaskReport } from '@nx-testmon/engine';
import { findNx, runProgram, type WorkspaceCommands } from '../oracle/workspace-commands.mts';
import { sum } from '../shared/statistics.mts';
import { git } from './history.mts';
import type { PeerCounts } from './replayed-step.mts';

export interface PeerRequest {
  /** The workspace's folder in the clone. */
  readonly root: string;
  readonly commands: WorkspaceCommands;
  /** The commit at which nx-testmon ran before. */
  readonly base: string;
  readonly head: string;
  /** Whether `vitest related` is asked, in every project. */
  readonly peers: boolean;
}

/** Counts the test files that `nx affected` and `vitest related` would run after the changes since `base`. */
export async function countPeers(request: PeerRequest, reports: readonly TaskReport[]): Promise<PeerCounts> {
  const affected = await findAffected(request);
  const ofAffected = reports.filter(({ project }) => affected?.has(project));
  const related = request.peers ? await countRelated(request, reports) : undefined;
  return {
    ...(affected === undefined ? {} : { affected: sum(ofAffected.map(({ total }) => total)) }),
    ...(related === undefined ? {} : { related }),
  };
}

/** The projects that `nx affected` lists; `undefined` if it fails. */
async function findAffected({ root, base, head }: PeerRequest): Promise<ReadonlySet<string> | undefined> {
  const args = ['show', 'projects', '--affected', `--base=${base}`, `--head=${head}`, '--json'];
  const { stdout } = await runProgram(root, [findNx(root), ...args]);
  // Plugins may print lines of their own before the list.
  const list = stdout.split('\n').findLast((line) => line.startsWith('['));
  return list === undefined ? undefined : new Set(JSON.parse(list) as string[]);
}

/**
 * If `vitest related` fails in a project, all test files of the project count. If it fails in every project, they do
 * not use Vitest, and there is no number.
 */
async function countRelated(
  { root, commands, base, head }: PeerRequest,
  reports: readonly TaskReport[],
): Promise<number | undefined> {
  const changed = git(root, 'diff', '--name-only', '--relative', base, head).split('\n').filter(Boolean);
  if (changed.length === 0) return 0;
  const { nodes } = await commands.readGraph();
  const counts: number[] = [];
  let hasAnswer = false;
  for (const { project, total } of reports) {
    const folder = nodes[project]?.data.root;
    const files = folder === undefined ? undefined : await commands.findRelated(folder, changed);
    hasAnswer ||= files !== undefined;
    counts.push(Math.min(files?.length ?? total, total));
  }
  return hasAnswer ? sum(counts) : undefined;
}
