import { type BlockId, type BlockKey, parseBlockId } from '../../records/block-id';
import type { Fact } from '../../records/fact';
import type { Analysis } from '../../analysis';
import { snapshotOfTestFile } from '../../graph/project-files';
import { traceBlock, traceRoots } from './trace-module';
import { tracedModules } from './traced-modules';
import type { TraceEntry } from './trace-entry';

/**
 * Everything that the walk for a fact asked of the workspace.
 *
 * @param fact of a test file that ran in isolation, and equal to what its walk finds now
 * @param loaded modules that its walk loads
 * @param roots what {@link digestRoots} says
 * @returns `undefined` where the fact depends on what can't be asked again one by one: all files of a project,
 *   types, or reads that nobody saw
 */
export function traceDependencies(
  analysis: Analysis,
  fact: Pick<Fact, 'testFile' | 'dependencies' | 'execution'>,
  loaded: ReadonlySet<string>,
  roots: string,
): readonly TraceEntry[] | undefined {
  const { graph } = analysis;
  const { testFile, dependencies, execution } = fact;
  if (execution?.reads?.isComplete !== true || execution.reads.fallback) return undefined;
  const modules = tracedModules(graph, loaded);
  if (!execution.instrumentedModules.every((path) => modules.has(path))) return undefined;
  const compileContext = new Set<BlockKey>(
    [...modules].flatMap((path) => graph.compileContext(path).map(({ block }) => block)),
  );
  const inputs: TraceEntry[] = [
    traceRoots(testFile.suite, roots),
    ...[...modules].map((path) => analysis.traceModule(path)),
  ];
  const snapshot = snapshotOfTestFile(testFile.path);
  for (const { block } of dependencies) {
    // The roots say what was declared, and modules what surrounds them.
    if (compileContext.has(block)) continue;
    const id = parseBlockId(block);
    if (id?.kind === 'declared') continue;
    const asked = id && askedBy(id, snapshot);
    const input = asked && traceBlock(graph, asked);
    if (input) inputs.push(input);
    else if (!id || !isOfModule(id, modules)) return undefined;
  }
  return inputs;
}

/** The snapshot file of the test counts by its content, as what was read does. */
function askedBy(id: BlockId, snapshot: string): BlockId {
  return id.kind === 'file' && id.path === snapshot ? { kind: 'read', path: snapshot } : id;
}

/** Whether the model of a module that was asked for says all of the block. */
function isOfModule(id: BlockId, modules: ReadonlySet<string>): boolean {
  switch (id.kind) {
    case 'block':
    case 'hop':
    case 'pragmas':
    case 'links':
    case 'load-order':
      return modules.has(id.module);
    case 'file':
      return modules.has(id.path);
    default:
      return false;
  }
}
