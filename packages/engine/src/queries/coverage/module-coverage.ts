import type { BlockModel, ModuleModel } from '@nx-testmon/core';
import type { CodePositions, LocatedCode } from '@nx-testmon/graph';
import type { ExecutedCode, ExecutedModule } from '../executed-code/executed-code';

/** Code that test files executed before it changed, and that none has executed since. */
export interface OutdatedCode {
  /** Name of the block. */
  readonly block: string;
  readonly line: number;
  /** Paths of the test files that executed it, sorted. */
  readonly testFiles: readonly string[];
  /** When the last of these test files ended, in ms since 1970. */
  readonly lastRun: number;
}

/** The coverage of one module by all test files. */
export class ModuleCoverage {
  private readonly withProbes = new ModuleExecutions();
  private readonly withoutProbes = new ModuleExecutions();
  /** True if a test file whose executed code is unknown may have loaded the module. */
  private isReached = false;

  add(code: ExecutedCode, module: ExecutedModule): void {
    if (code.basis !== 'executed') this.isReached = true;
    else if (module.isInstrumented) this.withProbes.add(code, module);
    else this.withoutProbes.add(code, module);
  }

  /**
   * A module without functions has no probes: it was loaded if a test file depends on it. For a module with
   * functions that ran without probes, nothing is known.
   *
   * @param positions of the current module
   */
  executions({ hasFunctions }: CodePositions): ModuleExecutions {
    return hasFunctions || this.withoutProbes.loads === 0 ? this.withProbes : this.withoutProbes;
  }

  /** True if test files depend on the module, but it is unknown what any of them executed. */
  isUnknown(positions: CodePositions): boolean {
    const mayHaveRun = this.isReached || this.withoutProbes.loads > 0;
    return mayHaveRun && this.executions(positions).loads === 0;
  }
}

interface FormerExecutions {
  readonly testFiles: Set<string>;
  lastRun: number;
}

/** The executions of a module by the test files that loaded it. */
export class ModuleExecutions {
  /** How many test files loaded it. */
  loads = 0;
  /** How many test files executed the current form of a block. */
  private readonly executed = new Map<string, number>();
  /** How many test files depend on a block, changed or not. */
  private readonly mentioned = new Map<string, number>();
  private readonly former = new Map<string, FormerExecutions>();

  add({ testFile, fact }: ExecutedCode, { blocks }: ExecutedModule): void {
    this.loads++;
    for (const [name, state] of blocks) {
      increment(this.mentioned, name);
      if (state === 'same') increment(this.executed, name);
      if (state !== 'changed') continue;
      const former = this.former.get(name) ?? { testFiles: new Set(), lastRun: 0 };
      this.former.set(name, former);
      former.testFiles.add(testFile.path);
      former.lastRun = Math.max(former.lastRun, fact?.endedAt ?? 0);
    }
  }

  /**
   * Counts the test files that executed a block.
   *
   * @param model of the current module
   */
  counter({ blocks }: ModuleModel): (name: string) => number {
    const byName = new Map(blocks.map((block) => [block.name, block]));
    return (name) => this.countOf(name, byName.get(name));
  }

  /**
   * Whether a test file executed a block, in its current form or before it changed.
   *
   * @param model of the current module
   */
  everExecuted(model: ModuleModel): (name: string) => boolean {
    const count = this.counter(model);
    return (name) => count(name) > 0 || this.former.has(name);
  }

  /** Code that has changed since it was executed, in source order. */
  outdated(count: (block: string) => number, positions: CodePositions): OutdatedCode[] {
    const lines = linesOfBlocks(positions);
    return [...this.former]
      .flatMap(([block, { testFiles, lastRun }]): OutdatedCode[] => {
        const line = lines.get(block);
        const isOutdated = line !== undefined && count(block) === 0;
        return isOutdated ? [{ block, line, testFiles: [...testFiles].sort(), lastRun }] : [];
      })
      .sort((one, other) => one.line - other.line);
  }

  /**
   * Code outside functions runs when the module is loaded, whether or not a fact depends on it. Blocks that
   * are eager are the exception: every fact that loaded the module depends on them. A fact that does not is
   * older than the block.
   */
  private countOf(name: string, block: BlockModel | undefined): number {
    const executed = this.executed.get(name) ?? 0;
    if (block?.parent !== undefined || block?.eager === 'yes') return executed;
    return executed + this.loads - (this.mentioned.get(name) ?? 0);
  }
}

/** The first line of each block. */
function linesOfBlocks({ functions, branches, statements }: CodePositions): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  const add = ({ block, range }: LocatedCode) => {
    if (!lines.has(block)) lines.set(block, range.start.line);
  };
  for (const { block, declaration } of functions) add({ block, range: declaration });
  for (const { paths } of branches) paths.forEach(add);
  statements.forEach(add);
  return lines;
}

function increment(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
