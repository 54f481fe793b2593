import { digestParts } from '../model/digest';
import { formatBlockId } from '../records/block-id';
import type { Fingerprint } from '../records/fact';
import { loadedImports } from './import-cycles';
import { isLockfileName } from './lockfile-names';
import type { ModuleGraph } from './module-graph';
import { everyPackage } from './package-request';
import { folderOf } from './workspace-paths';

/** One fingerprint per folder: names and contents of the given files directly in it. */
function fingerprintFolders(graph: ModuleGraph, paths: readonly string[]): Fingerprint[] {
  const folders = new Map<string, string[]>();
  for (const path of [...paths].sort()) {
    const folder = folderOf(path) ?? '.';
    const parts = folders.get(folder) ?? [];
    parts.push(path, graph.fileState(path) ?? 'missing');
    folders.set(folder, parts);
  }
  return [...folders].map(([folder, parts]) => ({
    block: formatBlockId({ kind: 'data', folder }),
    hash: digestParts(parts),
  }));
}

/**
 * All files of a project and of the projects it depends on, and everything installed for it: the fallback for code
 * that can't be followed.
 */
export function fingerprintWholeProject(graph: ModuleGraph, project: string): Fingerprint[] {
  const projects = [project, ...graph.projectDependencies(project)];
  // A lockfile of the workspace also lists packages that it installs for other projects. These are ignored.
  const files = new Set(
    projects.flatMap((name) => graph.projectFiles(name)).filter((path) => !isLockfileName(path)),
  );
  const parts = [...files].sort().flatMap((path) => [path, graph.fileState(path) ?? 'missing']);
  return [
    { block: formatBlockId({ kind: 'project', name: project }), hash: digestParts(parts) },
    graph.packageFingerprint(everyPackage),
  ];
}

/**
 * The data files of a project, which any of its tests may read by path. They include neither modules that tests load
 * nor modules that other projects import, nor files with their own block (manifest, tsconfig, snapshots of test
 * files).
 *
 * @param loaded modules that tests load
 */
export function fingerprintData(
  graph: ModuleGraph,
  project: string,
  loaded: ReadonlySet<string>,
): Fingerprint[] {
  const known = new Set(loaded);
  const open = [...graph.entryPoints(project)];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (known.has(path)) continue;
    known.add(path);
    const model = graph.model(path);
    if (model) open.push(...loadedImports(graph, path, model));
  }
  const data = graph
    .projectFiles(project)
    .filter((path) => !known.has(path) && !hasBlocksOfItsOwn(path, loaded));
  return fingerprintFolders(graph, data);
}

function hasBlocksOfItsOwn(path: string, loaded: ReadonlySet<string>): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (name === 'package.json' || /^tsconfig.*\.json$/.test(name) || isLockfileName(name)) return true;
  const test = testFileOfSnapshot(path);
  return test !== undefined && loaded.has(test);
}

/** `src/__snapshots__/a.test.ts.snap` → `src/a.test.ts`. */
function testFileOfSnapshot(path: string): string | undefined {
  const match = /^(.*?)__snapshots__\/([^/]+)\.snap$/.exec(path);
  return match ? `${match[1]}${match[2]}` : undefined;
}

/** `src/a.test.ts` → `src/__snapshots__/a.test.ts.snap`. */
export function snapshotOfTestFile(testFile: string): string {
  const cut = testFile.lastIndexOf('/') + 1;
  return `${testFile.slice(0, cut)}__snapshots__/${testFile.slice(cut)}.snap`;
}
