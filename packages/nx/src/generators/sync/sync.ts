import type { ProjectGraph, Tree } from '@nx/devkit';
import {
  buildWorkspace,
  count,
  printable,
  type Problem,
  renderProblem,
  TESTMON_EXECUTOR,
} from '@nx-testmon/core';
import type { UnlistedDependencies } from '@nx-testmon/engine';
import { checkNodeVersion } from '@nx-testmon/engine/node-version';
import { loadDevkit } from '../../load-devkit';
import { registerGenerator } from './registered-generator';
import { type ListChange, type ProjectToSync, type SyncedProject, writeUnlisted } from './write-unlisted';

/** Options of the generator, as `schemas/sync.json` describes them. */
export interface SyncOptions {
  readonly register?: boolean;
}

/**
 * What `nx sync` shows about a generator. Nx does not know whether a file has changed until it has run the
 * generator.
 */
export interface SyncGeneratorResult {
  readonly outOfSyncMessage: string;
  readonly outOfSyncDetails: string[];
}

/**
 * Writes the files and projects that tests depend on outside of their project into the files of the projects,
 * so that Nx's cache and `nx affected` know them too. It reads facts, and starts no test runner.
 *
 * @param options absent if `nx sync` runs the generator
 * @returns for `nx g`, a function that prints what was added, after the files are written; for `nx sync`, the
 * result that it shows
 * @throws Error with the next step, if the store can't be read
 */
export default async function syncGenerator(
  tree: Tree,
  options?: SyncOptions,
): Promise<(() => void) | SyncGeneratorResult> {
  const unsupported = checkNodeVersion(process.versions.node);
  if (unsupported) throw problem(unsupported);
  const graph = await loadDevkit().createProjectGraphAsync({ exitOnError: false });
  const read = await readUnlistedOf(tree, graph);
  const synced = read.unlisted.map((one) => writeUnlisted(tree, projectToSync(graph, one), one));
  if (options === undefined) return toSyncResult(synced);
  const isRegistered = options.register === true && registerGenerator(tree);
  return () => print(synced, { isRegistered, hasFacts: read.hasFacts });
}

interface ReadUnlisted {
  readonly unlisted: readonly UnlistedDependencies[];
  readonly hasFacts: boolean;
}

async function readUnlistedOf(tree: Tree, graph: ProjectGraph): Promise<ReadUnlisted> {
  // Loaded on first use, because its native modules crash an unsupported version of Node.
  const { readUnlisted } = await import('@nx-testmon/engine');
  const roots = Object.entries(graph.nodes).map(([name, { data }]) => [name, data.root] as const);
  const read = await readUnlisted({
    workspace: buildWorkspace(tree.root, Object.fromEntries(roots), graph.dependencies),
    projects: { ...graph, namedInputs: loadDevkit().readNxJson(tree)?.namedInputs ?? {} },
    io: { env: process.env, clock: Date.now },
  });
  if (read.ok) return { unlisted: read.unlisted, hasFacts: true };
  // A fresh clone has no store, and its files are in sync.
  if (read.problem.kind === 'store-missing') return { unlisted: [], hasFacts: false };
  throw problem(read.problem);
}

function projectToSync({ nodes }: ProjectGraph, { project }: UnlistedDependencies): ProjectToSync {
  const { root = '.', targets = {} } = nodes[project]?.data ?? {};
  const own = Object.entries(targets).filter(([, { executor }]) => executor === TESTMON_EXECUTOR);
  return { root, targets: own.map(([name]) => name) };
}

function toSyncResult(synced: readonly SyncedProject[]): SyncGeneratorResult {
  const projects = synced.filter(({ changes }) => changes.length > 0).length;
  const lines = synced.flatMap(({ changes }) =>
    changes.map(
      (change) => `${printable(change.file)}: ${printable(change.list)} lacks ${valuesOf(change)}.`,
    ),
  );
  return {
    outOfSyncMessage: [
      `Tests of ${count(projects, 'project')} depend on files or projects that Nx does not know.`,
      ...lines,
    ].join('\n'),
    outOfSyncDetails: synced.flatMap(({ notes }) => notes),
  };
}

function valuesOf({ values }: ListChange): string {
  return values.map(printable).join(', ');
}

function print(
  synced: readonly SyncedProject[],
  { isRegistered, hasFacts }: { readonly isRegistered: boolean; readonly hasFacts: boolean },
): void {
  const changes = synced.flatMap((one) =>
    one.changes.map(
      (change) => `${printable(change.file)}: added ${valuesOf(change)} to ${printable(change.list)}.`,
    ),
  );
  const nothing = hasFacts
    ? 'Nothing to do: Nx knows what the tests depend on.'
    : 'Nothing to do: no facts are stored yet. Run the tests first.';
  const unchanged = isRegistered ? 'The generator was registered.' : nothing;
  loadDevkit().output.log({
    title: changes.length > 0 ? 'The inputs and dependencies of tests were extended.' : unchanged,
    bodyLines: [
      ...changes,
      ...synced.flatMap(({ notes }) => notes),
      ...(isRegistered
        ? ['nx.json: added nx-testmon:sync to sync.globalGenerators, so that `nx sync` runs it.']
        : []),
      ...(changes.length > 0 ? ['Review the changes and commit them.'] : []),
    ],
  });
}

function problem(one: Problem): Error {
  return new Error(renderProblem(one));
}
