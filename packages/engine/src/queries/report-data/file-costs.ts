import { type BlockKey, type Fact, isBlockOf, isOutsidePath, parseBlockId } from '@nx-testmon/core';
import { Memo } from '@nx-testmon/graph';

/** The maximum cost of editing a file: the test files that depend on a part of it. */
export interface FileCost {
  readonly path: string;
  readonly testFiles: number;
  /** Their total duration when they last ran. */
  readonly durationMs: number;
  /** Paths of the slowest test files, the slowest first. */
  readonly slowest: readonly string[];
}

/** How many test files are named for each file. */
const slowestNamed = 10;

/** A test file that depends on a file. */
interface Dependent {
  readonly path: string;
  readonly durationMs: number;
}

interface Sum {
  testFiles: number;
  durationMs: number;
  slowest: Dependent[];
}

/** Adds up the dependents of each file, fact by fact. Facts are large, so none of them is kept. */
export class FileCosts {
  private readonly sums = new Map<string, Sum>();
  private readonly paths = new Memo(fileOfBlock);

  /** @param fact one for each test file */
  add({ testFile, durationMs, dependencies }: Pick<Fact, 'testFile' | 'durationMs' | 'dependencies'>): void {
    const files = new Set<string>();
    for (const { block } of dependencies) {
      const path = this.paths.get(block);
      if (path !== undefined && path !== testFile.path) files.add(path);
    }
    for (const path of files) this.addTo(path, { path: testFile.path, durationMs });
  }

  /** The most expensive file first. */
  list(): FileCost[] {
    return [...this.sums]
      .map(([path, { slowest, ...sums }]) => ({ path, ...sums, slowest: slowest.map((one) => one.path) }))
      .sort((one, other) => other.durationMs - one.durationMs || (one.path < other.path ? -1 : 1));
  }

  private addTo(path: string, dependent: Dependent): void {
    const sum = this.sums.get(path) ?? { testFiles: 0, durationMs: 0, slowest: [] };
    this.sums.set(path, sum);
    sum.testFiles++;
    sum.durationMs += dependent.durationMs;
    const last = sum.slowest[slowestNamed - 1];
    if (last && last.durationMs >= dependent.durationMs) return;
    sum.slowest.push(dependent);
    sum.slowest.sort((one, other) => other.durationMs - one.durationMs);
    sum.slowest.length = Math.min(sum.slowest.length, slowestNamed);
  }
}

/** The workspace file whose content a block stands for, if it stands for one file. */
function fileOfBlock(block: BlockKey): string | undefined {
  const id = parseBlockId(block);
  if (id === undefined) return undefined;
  if (isBlockOf(id, 'code')) return id.module;
  return isBlockOf(id, 'content') && !isOutsidePath(id.path) ? id.path : undefined;
}
