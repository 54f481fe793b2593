import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EXECUTOR } from './find-targets';
import type { NxGraph, NxProject } from './nx-graph';
import type { ReadGraph } from './read-nx-graph';

/** The part of a `package.json` that is looked at; it is the user's, so nothing is taken for granted. */
type Manifest = Readonly<Record<string, unknown>>;

/** As Vitest itself looks for them. */
const configName = /^(vitest|vite)\.config\.[cm]?[jt]s$|^vitest\.(workspace|projects)\.([cm]?[jt]s|json)$/;

/**
 * Packages of an npm, pnpm, yarn or bun workspace without Nx, in the form of Nx's graph: one project for each
 * package, named as the package is, with the target that our plugin would infer where it has tests.
 *
 * @param root absolute, as `findWorkspaceRoot` found it
 */
export async function readPlainWorkspace(root: string): Promise<ReadGraph> {
  const { getPackages } = await import('@manypkg/get-packages');
  try {
    const { packages, rootPackage } = await getPackages(root);
    const all = rootPackage
      ? [rootPackage, ...packages.filter(({ dir }) => dir !== rootPackage.dir)]
      : packages;
    const nodes: Record<string, { data: NxProject }> = {};
    const dependencies: Record<string, { target: string }[]> = {};
    for (const { dir, relativeDir, packageJson } of all) {
      const name = packageJson.name || relativeDir || 'root';
      if (name in nodes) return { ok: false, problem: `two packages of ${root} are named ${name}` };
      nodes[name] = {
        data: { root: relativeDir || '.', targets: targetsOf(dir, packageJson as unknown as Manifest) },
      };
      dependencies[name] = dependenciesOf(packageJson as unknown as Manifest).map((target) => ({ target }));
    }
    const graph: NxGraph = { nodes, dependencies };
    return { ok: true, graph };
  } catch (error) {
    return { ok: false, problem: `the packages of ${root} can't be listed: ${(error as Error).message}` };
  }
}

/** A target where the package configures Vitest, or its test script runs it without a configuration. */
function targetsOf(folder: string, manifest: Manifest): NonNullable<NxProject['targets']> {
  const scripts = Object.values(isObject(manifest['scripts']) ? manifest['scripts'] : {});
  const runsTests = scripts.some(
    (script) => typeof script === 'string' && /\b(vitest|testmon)\b/.test(script),
  );
  const configured = readdirSync(folder).filter((name) => configName.test(name));
  const isTests = (name: string) => name.startsWith('vitest.') || mentionsTests(join(folder, name));
  return runsTests || configured.some(isTests) ? { testmon: { executor: EXECUTOR, options: {} } } : {};
}

function mentionsTests(file: string): boolean {
  return existsSync(file) && /\btest['"]?\s*[:,}]|vitest/.test(readFileSync(file, 'utf8'));
}

function dependenciesOf(manifest: Manifest): string[] {
  return ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'].flatMap((kind) => {
    const some = manifest[kind];
    return isObject(some) ? Object.keys(some) : [];
  });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
