import { type Dirent, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { dependencyNames, failed, rethrowUnlessPathError } from '@nx-testmon/core';
import { isConfigFile, testRunners } from '@nx-testmon/engine/test-runners';
import type { NxGraph, NxProject } from './nx-graph';
import { scriptsOf } from './package-scripts';
import { inferPlainTargets } from './plain-targets';
import type { GraphResult } from './read-nx-graph';

/** The content of a `package.json`. No field is guaranteed. */
type Manifest = Readonly<Record<string, unknown>>;

/**
 * Reads the packages of an npm, pnpm, Yarn or Bun workspace without Nx in the form of Nx's graph: one project
 * for each package, with the name of the package and the targets that the Nx plugin would infer.
 *
 * @param root absolute path, as `findWorkspaceRoot` found it
 */
export async function readPlainWorkspace(root: string): Promise<GraphResult> {
  const { getPackages } = await import('@manypkg/get-packages');
  try {
    const { packages, rootPackage } = await getPackages(root);
    const all = rootPackage
      ? [rootPackage, ...packages.filter(({ dir }) => dir !== rootPackage.dir)]
      : packages;
    const found = all.map(({ relativeDir, packageJson }) => {
      const manifest = packageJson as unknown as Manifest;
      const folder = relativeDir.split('\\').join('/') || '.';
      const name = packageJson.name || (folder === '.' ? 'root' : folder);
      return { name, root: folder, manifest };
    });
    const targets = inferPlainTargets(
      found.map((one) => ({
        root: one.root,
        scripts: scriptsOf(one.manifest),
        usual: entriesOf(join(root, one.root))
          .map(({ name }) => posix.join(one.root, name))
          .filter((path) => isConfigFile(testRunners, path)),
      })),
      (path) => readText(join(root, path)),
      (folders) => hasTestsOutside(root, '.', new Set(folders)),
    );
    const nodes: Record<string, { data: NxProject }> = {};
    const dependencies: Record<string, { target: string }[]> = {};
    for (const { name, root: folder, manifest } of found) {
      if (name in nodes) return failed({ kind: 'duplicate-package-name', root, name });
      nodes[name] = { data: { root: folder, targets: targets.get(folder) ?? {} } };
      dependencies[name] = dependencyNames(manifest).map((target) => ({ target }));
    }
    const graph: NxGraph = { nodes, dependencies };
    return { ok: true, graph };
  } catch (error) {
    return failed({ kind: 'packages-unreadable', root, detail: (error as Error).message });
  }
}

/** Folders whose files are installed or generated, and not edited. */
const withoutOwnTests: ReadonlySet<string> = new Set(['node_modules', 'dist', 'coverage']);

/** Whether a file with the name of a test file is outside of all the folders. */
function hasTestsOutside(root: string, folder: string, folders: ReadonlySet<string>): boolean {
  return entriesOf(join(root, folder)).some((entry) => {
    const path = posix.join(folder, entry.name);
    if (!entry.isDirectory()) return /[._-](test|spec)\.[cm]?[jt]sx?$|(^|\/)__tests__\//.test(path);
    if (withoutOwnTests.has(entry.name) || entry.name.startsWith('.')) return false;
    return !folders.has(path) && hasTestsOutside(root, path, folders);
  });
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    rethrowUnlessPathError(error);
    return []; // Deleted since it was listed, or not readable.
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    rethrowUnlessPathError(error);
    return undefined;
  }
}
