import { type BlockId, type BlockKey, isComparedBy, parseBlockId } from '../../records/block-id';
import type { Fact } from '../../records/fact';
import type { Analysis } from '../../analysis';
import { snapshotOfTestFile } from '../../graph/fingerprint-project-files';
import { traceBlock, traceRoots } from './trace-module';
import { modulesOfTrace } from './modules-of-trace';
import type { TraceEntry } from './trace-entry';

/**
 * The dependency trace of a fact: everything that its traversal looked up in the workspace.
 *
 * @param fact of a test file that ran in isolation; equal to what its traversal finds now
 * @param loaded modules that the traversal loads
 * @param roots result of {@link digestRoots}
 * @returns `undefined` if the fact depends on something that can't be compared entry by entry: the data files of a
 *   project, types, or untraced reads
 */
export function traceDependencies(
  analysis: Analysis,
  fact: Pick<Fact, 'testFile' | 'dependencies' | 'execution'>,
  loaded: ReadonlySet<string>,
  roots: string,
): readonly TraceEntry[] | undefined {
  const { graph } = analysis;
  const { testFile, dependencies, execution } = fact;
  if (execution?.reads?.isComplete !== true) return undefined;
  const modules = modulesOfTrace(graph, loaded);
  if (!execution.instrumentedModules.every((path) => modules.has(path))) return undefined;
  const compileContext = new Set<BlockKey>(
    [...modules].flatMap((path) => graph.compileContext(path).map(({ block }) => block)),
  );
  const entries: TraceEntry[] = [
    traceRoots(testFile.suite, roots),
    ...[...modules].map((path) => analysis.traceModule(path)),
  ];
  const snapshot = snapshotOfTestFile(testFile.path);
  for (const { block } of dependencies) {
    // The entry for the roots covers declared files, and the entries for modules cover their compile contexts.
    if (compileContext.has(block)) continue;
    const id = parseBlockId(block);
    if (id?.kind === 'declared') continue;
    const traced = id && tracedAs(id, snapshot);
    const entry = traced && traceBlock(analysis, traced);
    if (entry) entries.push(entry);
    else if (!id || !isCovered(id, modules)) return undefined;
  }
  return entries;
}

/**
 * The snapshot file of the test counts by its content, like a file that was read. So does a module if the text of one
 * of its functions was read.
 */
function tracedAs(id: BlockId, snapshot: string): BlockId {
  if (id.kind === 'text') return { kind: 'read', path: id.module };
  return id.kind === 'file' && id.path === snapshot ? { kind: 'read', path: snapshot } : id;
}

/** Whether the entry of a traced module covers the block. */
function isCovered(id: BlockId, modules: ReadonlySet<string>): boolean {
  return isComparedBy(id, 'module') && modules.has(id.kind === 'file' ? id.path : id.module);
}
