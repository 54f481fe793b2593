import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dictionary, TESTMON_EXECUTOR, type UncoveredProblem } from '@nx-testmon/core';
import * as v from 'valibot';
import { testRunners } from '../test-runners/test-runners';
import { findUncovered, type TargetSign } from './find-uncovered';

/** A project that has tests and no target of nx-testmon, with the reason. */
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
 * The projects that have tests and no target of nx-testmon, sorted by name. Of those without a target, it reads the names in their
 * folder and their `package.json`; it writes nothing.
 *
 * @param root of the workspace, absolute
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
  } catch {
    return []; // Nx also lists projects without a folder.
  }
}

const anyObject = v.fallback(dictionary(v, v.unknown()), {});
const manifest = v.object({ scripts: anyObject, dependencies: anyObject, devDependencies: anyObject });

/** Nothing where there is no `package.json`; one that can't be read is reported by who lists the projects. */
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
