import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  dictionary,
  rethrowUnlessSystemError,
  TESTMON_EXECUTOR,
  type UncoveredProblem,
} from '@nx-testmon/core';
import * as v from 'valibot';
import { testRunners } from '../test-runners/test-runners';
import { findUncovered, type TargetSign } from './find-uncovered';

/** A project with tests but without an nx-testmon target, and the reason. */
export interface UncoveredProject {
  readonly name: string;
  /** Relative to the workspace root. */
  readonly root: string;
  readonly problem: UncoveredProblem;
}

/** A project as Nx lists it. */
export interface ProjectEntry {
  readonly name: string;
  /** Relative to the workspace root. */
  readonly root: string;
  readonly targets?: Readonly<Record<string, TargetSign>> | undefined;
}

/**
 * Finds the projects that have tests but no nx-testmon target, sorted by name. For projects without a target,
 * it reads the names in their folder and their `package.json`. Writes nothing.
 *
 * @param root absolute path of the workspace
 */
export function readUncovered(root: string, projects: readonly ProjectEntry[]): UncoveredProject[] {
  const uncovered = projects.flatMap(({ name, root: folder, targets = {} }) => {
    if (Object.values(targets).some(({ executor }) => executor === TESTMON_EXECUTOR)) return [];
    const path = join(root, folder);
    const signs = {
      name,
      root: folder === '' ? '.' : folder,
      targets,
      files: filesOf(path),
      ...manifestOf(path),
    };
    const problem = findUncovered(signs, testRunners);
    return problem === undefined ? [] : [{ name, root: signs.root, problem }];
  });
  return uncovered.sort((one, other) => (one.name < other.name ? -1 : 1));
}

function filesOf(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    rethrowUnlessSystemError(error);
    return []; // Nx also lists projects without a folder.
  }
}

const anyObject = v.fallback(dictionary(v, v.unknown()), {});
const manifest = v.object({ scripts: anyObject, dependencies: anyObject, devDependencies: anyObject });

/**
 * Empty if there is no `package.json`. One that can't be read is reported elsewhere, when the projects are
 * listed.
 */
function manifestOf(folder: string): { scripts: Record<string, string>; packages: string[] } {
  try {
    const text: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const { scripts, dependencies, devDependencies } = v.parse(manifest, text);
    return {
      scripts: Object.fromEntries(
        Object.entries(scripts).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
      ),
      packages: [...Object.keys(dependencies), ...Object.keys(devDependencies)],
    };
  } catch {
    return { scripts: {}, packages: [] };
  }
}
