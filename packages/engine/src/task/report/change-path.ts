import { type BlockKey, type Fallback, parseBlockId, type TestDependencies } from '@nx-testmon/core';
import { causesOfBlock, variableOfBlock } from './reason';

/** The dependencies of a test file. */
export interface ExplainedDependencies {
  /** The dependencies according to its code only. */
  readonly reachable: TestDependencies;
  /** The dependencies if it executes the same as when it last ran; absent if that is unknown. */
  readonly executed?: TestDependencies | undefined;
}

/** How the change of a block concerns a test file. */
export interface ChangePath {
  readonly block: BlockKey;
  /**
   * `reached`: the steps lead to the test file. `read`: the test read it when it last ran. `variable`: the
   * test read this environment variable when it last ran. `gone`: the test file no longer depends on it, or
   * it was deleted.
   */
  readonly kind: 'reached' | 'read' | 'variable' | 'gone';
  /** The blocks and modules between the block and the test file. The test file comes last. */
  readonly steps: readonly string[];
  /** Why the block counts, if it stands for more than was executed and read. */
  readonly causes: readonly string[];
}

/** Finds the path from a changed block to the test file. */
export function findChangePath(
  block: BlockKey,
  fallbacks: readonly Fallback[],
  { reachable, executed }: ExplainedDependencies,
): ChangePath {
  if (variableOfBlock(block) !== undefined) return { block, kind: 'variable', steps: [], causes: [] };
  if (isRead(block)) return { block, kind: 'read', steps: [], causes: [] };
  const causes = causesOfBlock(block, fallbacks);
  const found = [executed, reachable].find((one) => one?.hashes.has(block));
  return found
    ? { block, kind: 'reached', steps: stepsFrom(block, found), causes }
    : { block, kind: 'gone', steps: [], causes };
}

function stepsFrom(block: BlockKey, { causes }: TestDependencies): string[] {
  const seen = new Set<string>([block]);
  for (let step = causes.get(block); step !== undefined && !seen.has(step); step = causes.get(step))
    seen.add(step);
  return [...seen].slice(1);
}

/** Whether a block was read by the test, and is not code that it reaches. */
function isRead(block: BlockKey): boolean {
  const kind = parseBlockId(block)?.kind;
  return kind === 'read' || kind === 'list' || kind === 'find' || kind === 'load';
}
