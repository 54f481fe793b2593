import type { ModuleGraph } from '../graph/module-graph';
import { moduleText } from '../model/probe-marks';
import type { ExecutedBlocks, TestExecution } from '../records/test-execution';
import { computeOnce } from './compute-once';
import { type Dependencies, findDependencies } from './find-dependencies';
import type { GraphAnalysis } from './graph-analysis';
import type { TestRoots } from './test-roots';

/** A traversal that was done, with what guided it as text, which is needed only where there is a second one. */
interface KnownTraversal {
  readonly guide: () => string;
  readonly dependencies: Dependencies;
}

/** Traversals from the test files of a suite, each done once. */
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

  /** Facts of one test file often have the same executed blocks: their traversal is done once. */
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

/** Equal for what guides a traversal the same way: names that are no bodies now don't count. */
function describeExecuted(graph: ModuleGraph, executedBlocks: ExecutedBlocks): string {
  const lines = [...executedBlocks].map(([path, names]) => {
    const bodies = (graph.model(path)?.blocks ?? []).filter(
      ({ name, parent }) => parent !== undefined && names.has(name),
    );
    return JSON.stringify([path, names.has(moduleText), ...bodies.map(({ name }) => name)]);
  });
  return lines.sort().join('\n');
}
