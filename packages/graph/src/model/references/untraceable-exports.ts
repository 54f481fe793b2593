import {
  type BlockModel,
  digestParts,
  type FallbackCause,
  EFFECTS,
  type ExportTarget,
  type ImportBinding,
} from '@nx-testmon/core';
import { fallbackCausesOfBinding, fallbackCausesOfPackage } from './untraceable-packages';
import type { SourceNames } from '../names/read-source-names';

/** Blocks for names that a module only re-exports from packages that can't be traced. */
export interface UntraceableExports {
  readonly exports: ReadonlyMap<string, ExportTarget>;
  readonly bindings: ReadonlyMap<string, ImportBinding>;
  readonly declarations: ReadonlyMap<string, string>;
  readonly blocks: readonly BlockModel[];
}

/**
 * `export { execa } from 'execa'`: a module that imports the name from here does not name the package, so the name
 * has its own block with its causes.
 */
export function readUntraceableExports(names: SourceNames): UntraceableExports {
  const exports = new Map(names.exports);
  const bindings = new Map<string, ImportBinding>();
  const declarations = new Map<string, string>();
  const blocks: BlockModel[] = [];
  for (const [exported, target] of names.exports) {
    if (target.kind !== 'hop') continue;
    const { specifier, name } = target;
    const fallbackCauses = fallbackCausesOfBinding({ specifier, name }, undefined);
    if (fallbackCauses.length === 0) continue;
    const local = `=>${exported}`;
    exports.set(exported, { kind: 'local', name: local });
    bindings.set(local, { specifier, name });
    declarations.set(local, local);
    const hash = digestParts(['hop', specifier, name]);
    blocks.push({
      name: local,
      hash,
      eager: 'no',
      references: [{ name: local, use: 'value' }],
      dependencies: [],
      fallbackCauses,
    });
  }
  return { exports, bindings, declarations, blocks };
}

/** Causes that only loading a package has: `import 'zx/globals'`, `export * from 'execa'`. */
export function fallbackCausesOfLoadedPackages(names: SourceNames): FallbackCause[] {
  const bare = names.imports
    .filter(({ kind, locals }) => kind === 'value' && locals.length === 0)
    .map(({ specifier }) => specifier);
  const hops = new Set(
    [...names.exports.values()].flatMap((target) => (target.kind === 'hop' ? [target.specifier] : [])),
  );
  const bound = new Set([...names.bindings.values()].map(({ specifier }) => specifier));
  const loaded = bare.filter((specifier) => !hops.has(specifier) && !bound.has(specifier));
  return [...new Set([...loaded, ...names.stars].flatMap(fallbackCausesOfPackage))];
}

/** The blocks, with causes that apply as soon as the module is loaded. */
export function withLoadFallbackCauses(
  blocks: readonly BlockModel[],
  fallbackCauses: readonly FallbackCause[],
): readonly BlockModel[] {
  if (fallbackCauses.length === 0) return blocks;
  const effects = blocks.find(({ name }) => name === EFFECTS) ?? {
    name: EFFECTS,
    hash: digestParts([]),
    eager: 'yes' as const,
    references: [],
    dependencies: [],
    fallbackCauses: [],
  };
  const changed = {
    ...effects,
    fallbackCauses: [...new Set([...effects.fallbackCauses, ...fallbackCauses])],
  };
  return [...blocks.filter((block) => block !== effects), changed];
}
