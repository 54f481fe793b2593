import type { ModuleGraph } from '../graph/module-graph';
import { moduleText } from '../model/probe-marks';
import type { ExecutedBlocks, TestExecution } from '../records/test-execution';
import { computeOnce } from './compute-once';
import { type Dependencies, findDependencies } from './find-dependencies';
import type { GraphAnalysis } from './graph-analysis';
import type { TestRoots } from './test-roots';

/**
 * A finished traversal, with a text of the inputs that guided it. The text is only computed for a second traversal.
 */
interface KnownTraversal {
  readonly guide: () => string;
  readonly dependencies: Dependencies;
}

/** The traversals from the test files of a suite. Each runs once. */
export class SuiteTraversals {
  private readonly reachable = new Map<string, Dependencies>();
  private readonly afterExecution = new Map<string, KnownTraversal[]>();

  constructor(
    private readonly analysis: GraphAnalysis,
    private readonly roots: Omit<TestRoots, 'testFile' | 'observed' | 'wholeExports'>,
  ) {}

  /** Everything that a test file could reach; with an execution, only the executed part. */
  of(testFile: string, execution?: TestExecution): Dependencies {
    return execution ? this.traverseExecution(testFile, execution) : this.reachableFrom(testFile);
  }

  private reachableFrom(testFile: string): Dependencies {
    return computeOnce(this.reachable, testFile, () =>
      findDependencies(this.analysis, { testFile, ...this.roots }),
    );
  }

  /** Facts of one test file often have the same executed blocks. They share one traversal. */
  private traverseExecution(
    testFile: string,
    { executedBlocks, reads, wholeExports }: TestExecution,
  ): Dependencies {
    const observed = reads?.isComplete === true ? { startedProcess: reads.fallback } : undefined;
    const known = computeOnce(this.afterExecution, testFile, (): KnownTraversal[] => []);
    const guide = lazy(() => {
      const executed = executedBlocks ? describeExecuted(this.analysis.graph, executedBlocks) : 'everything';
      return `${observed?.startedProcess} ${executed} ${wholeExports && [...wholeExports].sort().join(' ')}`;
    });
    const same = known.find((one) => one.guide() === guide());
    if (same) return same.dependencies;
    const roots = {
      testFile,
      ...this.roots,
      ...(observed ? { observed } : {}),
      ...(wholeExports ? { wholeExports } : {}),
    };
    const dependencies = findDependencies(this.analysis, roots, executedBlocks);
    known.push({ guide, dependencies });
    return dependencies;
  }
}

function lazy<Value>(compute: () => Value): () => Value {
  let known: { readonly value: Value } | undefined;
  return () => (known ??= { value: compute() }).value;
}

/**
 * A text that is equal for executions that guide a traversal in the same way. Names that are no longer bodies are
 * left out.
 */
function describeExecuted(graph: ModuleGraph, executedBlocks: ExecutedBlocks): string {
  const lines = [...executedBlocks].map(([path, names]) => {
    const bodies = (graph.model(path)?.blocks ?? []).filter(
      ({ name, parent }) => parent !== undefined && names.has(name),
    );
    return JSON.stringify([path, names.has(moduleText), ...bodies.map(({ name }) => name)]);
  });
  return lines.sort().join('\n');
}
