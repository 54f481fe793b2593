import { type BlockKey, formatBlockId } from '../records/block-id';
import type { Fingerprint } from '../records/fact';
import type { ModuleGraph, Resolution } from '../graph/module-graph';

/** What a test file could reach: the static answer, no run needed. */
export interface Dependencies {
  /** Digest of every block it depends on. */
  readonly hashes: ReadonlyMap<BlockKey, string>;
  /** For each block, the block that led to it; roots have none. */
  readonly causes: ReadonlyMap<string, string | undefined>;
  /** Modules that are loaded. */
  readonly modules: ReadonlySet<string>;
  /** Projects whose files a loaded module may read by path. */
  readonly readingProjects: ReadonlySet<string>;
  /** Projects that count as a whole, because something in them can't be followed; with the reason. */
  readonly opaqueProjects: ReadonlyMap<string, string>;
}

/** `shape`: the block alone, and its heritage. `whole`: all it names, and the bodies in it. */
export type Depth = 'shape' | 'whole';

/** A walk under way: what it has found, and what is still to be done. */
export interface Walk {
  readonly graph: ModuleGraph;
  readonly found: Dependencies;
  /** A block with its digest; the first way to it is the one that is told. */
  add(block: BlockKey, hash: string, cause: string | undefined): void;
  addAll(fingerprints: readonly Fingerprint[], cause: string | undefined): void;
  /** What a resolution says beside its modules: packages, and that nothing is there. */
  note(path: string, specifier: string, resolution: Resolution, cause: string): void;
  /** Something in a module can't be followed. */
  doubt(path: string, why: string): void;
  /** @returns false where the module is loaded already */
  beginModule(path: string, cause: string | undefined): boolean;
  /** A module that may read files beside it. */
  readFilesBeside(path: string): void;
  /** Puts a step off, so that the depth of references never grows the stack. */
  later(step: () => void): void;
  /** Does what was put off, and what that puts off. */
  finish(): void;
}

/** @param project stands in for the project of a module that belongs to none */
export function startWalk(graph: ModuleGraph, project: string): Walk {
  const hashes = new Map<BlockKey, string>();
  const causes = new Map<string, string | undefined>();
  const modules = new Set<string>();
  const readingProjects = new Set<string>();
  const opaqueProjects = new Map<string, string>();
  const pending: (() => void)[] = [];

  const walk: Walk = {
    graph,
    found: { hashes, causes, modules, readingProjects, opaqueProjects },
    add(block, hash, cause) {
      if (hashes.has(block)) return;
      hashes.set(block, hash);
      causes.set(block, cause);
    },
    addAll(fingerprints, cause) {
      for (const { block, hash } of fingerprints) walk.add(block, hash, cause);
    },
    note(path, specifier, resolution, cause) {
      for (const name of resolution.packages) walk.addAll([graph.packageFingerprint(name)], cause);
      if (resolution.missing)
        walk.add(formatBlockId({ kind: 'hop', module: path, name: specifier }), 'missing', cause);
      if (resolution.unknown) walk.doubt(path, `${path} imports ${specifier}, which can't be resolved`);
    },
    doubt(path, why) {
      for (const one of [project, graph.projectOf(path) ?? project]) {
        if (!opaqueProjects.has(one)) opaqueProjects.set(one, why);
      }
    },
    beginModule(path, cause) {
      if (modules.has(path)) return false;
      modules.add(path);
      causes.set(path, cause);
      return true;
    },
    readFilesBeside: (path) => void readingProjects.add(graph.projectOf(path) ?? project),
    later: (step) => void pending.push(step),
    finish() {
      for (let step = pending.pop(); step; step = pending.pop()) step();
    },
  };
  return walk;
}

export function isAsDeep(known: Depth | undefined, wanted: Depth): boolean {
  return known === 'whole' || known === wanted;
}
