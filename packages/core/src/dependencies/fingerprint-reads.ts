import { describeResolution } from '../graph/module-index';
import { digest, digestParts } from '../model/digest';
import { type BlockId, type BlockKey, formatBlockId, isComparedBy } from '../records/block-id';
import type { Fingerprint } from '../records/fact';
import { parseLookup } from '../graph/file-state';
import type { ModuleGraph } from '../graph/module-graph';
import type { Reads } from '../records/test-execution';
import { shadowingPaths } from './shadowing-paths';

const kinds = { files: 'read', folders: 'list', lookups: 'find' } as const;

/** The key of the block for a path that was read, listed or looked up. */
export function readKey(kind: keyof typeof kinds, path: string): BlockKey {
  return formatBlockId({ kind: kinds[kind], path });
}

/** Digest of the names in a folder, in any order. Names of folders end with a slash. */
export function hashListing(names: readonly string[]): string {
  return digest(JSON.stringify([...names].sort()));
}

/**
 * Fingerprints of everything a test file read, in its current state.
 *
 * @param modules that the traversal loads
 * @param extensions that imports may leave out
 */
export function fingerprintReads(
  graph: ModuleGraph,
  reads: Reads,
  modules: ReadonlySet<string>,
  extensions: readonly string[] = [],
): Fingerprint[] {
  const extraModules = [...(reads.extraModules ?? [])].filter((path) => !modules.has(path));
  const files = new Set([...reads.files, ...extraModules]);
  const lookups = new Set([
    ...reads.lookups,
    ...extraModules.flatMap((path) => shadowingPaths(path, extensions)),
  ]);
  return [
    ...[...files].map((path) => ({ block: readKey('files', path), hash: contentOf(graph, path) })),
    ...[...reads.folders].map((path) => ({ block: readKey('folders', path), hash: graph.listing(path) })),
    ...[...lookups].map((path) => ({ block: readKey('lookups', path), hash: graph.lookUp(path) })),
    ...[...reads.packages].map((name) => graph.packageFingerprint(name)),
    ...[...(reads.loads ?? [])].flatMap(([module, specifiers]) =>
      [...specifiers].map((specifier) => ({
        block: formatBlockId({ kind: 'load', module, specifier }),
        hash: resolutionOf(graph, module, specifier),
      })),
    ),
  ];
}

/** The current target of a specifier, as the hash of a block. */
function resolutionOf(graph: ModuleGraph, module: string, specifier: string): string {
  const state = graph.packageState(module, specifier);
  return digestParts([describeResolution(graph.resolve(module, specifier)), state]);
}

/** Fingerprints of environment variables with their current values. */
export function fingerprintVariables(graph: ModuleGraph, names: Iterable<string>): Fingerprint[] {
  return [...names].map((name) => ({
    block: formatBlockId({ kind: 'variable', name }),
    hash: graph.variable(name),
  }));
}

/** The current state of a path or specifier that a test file read; `undefined` for a block of another kind. */
export function stateOfRead(graph: ModuleGraph, id: BlockId): string | undefined {
  if (!isComparedBy(id, 'read')) return undefined;
  switch (id.kind) {
    case 'read':
      return contentOf(graph, id.path);
    case 'list':
      return graph.listing(id.path);
    case 'find':
      return graph.lookUp(id.path);
    case 'variable':
      return graph.variable(id.name);
    case 'load':
      return resolutionOf(graph, id.module, id.specifier);
  }
}

function contentOf(graph: ModuleGraph, path: string): string {
  const state = graph.fileState(path);
  if (state !== undefined) return state;
  return parseLookup(graph.lookUp(path))?.kind === 'folder' ? 'folder' : 'missing';
}
