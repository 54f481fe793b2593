import { formatBlockId } from '../records/block-id';
import { digest } from '../model/digest';
import type { ModuleGraph } from './module-graph';
import { hashListing } from '../dependencies/fingerprint-reads';
import {
  type BlockModel,
  type ExportTarget,
  type ImportBinding,
  type ModuleModel,
} from '../model/module-model';
import { EXPORTS } from '../model/block-name';

/** A short form of a module: specifiers are paths, and a block's text stands for its code. */
export interface ModuleSketch {
  /** Local name → `path name`. */
  readonly imports?: Readonly<Record<string, string>>;
  /** The same, for names that `require` binds. */
  readonly requires?: Readonly<Record<string, string>>;
  /** Paths imported for their effects only. */
  readonly loads?: readonly string[];
  readonly stars?: readonly string[];
  /** Exported name → `path name`. */
  readonly hops?: Readonly<Record<string, string>>;
  /** Exported name → local name, in addition to the declarations. */
  readonly aliases?: Readonly<Record<string, string>>;
  /** Whether it is CommonJS that was compiled from an ES module. */
  readonly isCompiled?: true;
  readonly blocks?: Readonly<Record<string, BlockSketch>>;
}

export interface BlockSketch {
  readonly text?: string;
  readonly uses?: readonly string[];
  readonly extends?: string;
  /** Named in `instanceof`. */
  readonly checks?: string;
  readonly parent?: string;
  readonly eager?: BlockModel['eager'];
  readonly dependencies?: BlockModel['dependencies'];
  readonly fallbackCauses?: BlockModel['fallbackCauses'];
}

export function sketchModule(sketch: ModuleSketch): ModuleModel {
  const blocks = Object.entries(sketch.blocks ?? {});
  const bindings = [
    ...Object.entries(sketch.imports ?? {}).map(([local, target]) => [local, split(target)] as const),
    ...Object.entries(sketch.requires ?? {}).map(
      ([local, target]) => [local, { ...split(target), isRequired: true as const }] as const,
    ),
  ];
  const hops = Object.entries(sketch.hops ?? {}).map(
    ([name, target]) => [name, { kind: 'hop', ...split(target) }] as const,
  );
  const own = blocks
    .filter(([name, { parent }]) => parent === undefined && name !== EXPORTS)
    .map(([name]) => name);
  const specifiers = [
    ...bindings.map(([, { specifier }]) => specifier),
    ...(sketch.loads ?? []),
    ...hops.map(([, { specifier }]) => specifier),
    ...(sketch.stars ?? []),
  ];
  return {
    kind: 'module',
    contentHash: digest(JSON.stringify(sketch)),
    pragmas: [],
    imports: specifiers.map((specifier) => ({ specifier, kind: 'value' })),
    bindings: Object.fromEntries<ImportBinding>(bindings),
    declarations: Object.fromEntries(own.map((name) => [name, name])),
    exports: Object.fromEntries<ExportTarget>([
      ...own.map((name) => [name, { kind: 'local' as const, name }] as const),
      ...Object.entries(sketch.aliases ?? {}).map(
        ([name, local]) => [name, { kind: 'local' as const, name: local }] as const,
      ),
      ...hops,
    ]),
    stars: sketch.stars ?? [],
    commonJs: sketch.isCompiled === true,
    ...(sketch.isCompiled ? { hasListedExports: true } : {}),
    readsFiles: false,
    blocks: blocks.map(([name, block]) => ({
      name,
      ...(block.parent === undefined ? {} : { parent: block.parent }),
      hash: digest(block.text ?? name),
      eager: block.eager ?? 'no',
      references: [
        ...(block.uses ?? []).map((use) => ({ name: use, use: 'value' as const })),
        ...(block.checks === undefined ? [] : [{ name: block.checks, use: 'instance-check' as const }]),
        ...(block.extends === undefined ? [] : [{ name: block.extends, use: 'heritage' as const }]),
      ],
      dependencies: block.dependencies ?? [],
      fallbackCauses: block.fallbackCauses ?? [],
    })),
  };
}

function split(target: string): ImportBinding {
  const [specifier = '', name = '*'] = target.split(' ');
  return { specifier, name };
}

/** A graph of sketches; `package:` specifiers are packages, everything else is a path. */
export function sketchGraph(
  sketches: Readonly<Record<string, ModuleSketch>>,
  files: Readonly<Record<string, string>> = {},
): ModuleGraph {
  const models = new Map(Object.entries(sketches).map(([path, sketch]) => [path, sketchModule(sketch)]));
  const contentHash = (path: string) =>
    models.get(path)?.contentHash ?? (path in files ? digest(files[path]!) : undefined);
  const namesIn = (folder: string) => {
    const below = [...models.keys(), ...Object.keys(files)].filter((path) => path.startsWith(`${folder}/`));
    return [...new Set(below.map((path) => path.slice(folder.length + 1).replace(/\/.*/, '/')))];
  };
  return {
    model: (path) => models.get(path),
    resolve: (_from, specifier) => {
      const isPackage = specifier.startsWith('package:');
      const known = models.has(specifier);
      return {
        modules: known ? [specifier] : [],
        packages: isPackage ? [specifier.slice('package:'.length)] : [],
        missing: !known && !isPackage,
        unknown: false,
      };
    },
    packageState: (_from, specifier) => (files[specifier] === 'gone' ? 'not exported' : 'found'),
    sourcesOf: () => [],
    glob: () => [],
    asset: (_from, literal) =>
      literal in files
        ? [{ block: formatBlockId({ kind: 'file', path: literal }), hash: digest(files[literal]!) }]
        : [],
    mocks: () => [],
    compileContext: () => [],
    typeContext: () => [],
    keepsTypeImports: () => false,
    projectOf: (path) => path.split('/')[0],
    projectFiles: (project) =>
      [...models.keys(), ...Object.keys(files)].filter((path) => path.startsWith(`${project}/`)).sort(),
    entryPoints: (project) => [`${project}/index.ts`].filter((path) => models.has(path)),
    projectDependencies: () => [],
    contentHash,
    fileState: contentHash,
    lookUp: (path) =>
      contentHash(path) !== undefined ? 'file' : namesIn(path).length > 0 ? 'folder' : 'missing',
    listing: (path) => (namesIn(path).length > 0 ? hashListing(namesIn(path)) : 'missing'),
    variable: (name) => (`$${name}` in files ? digest(files[`$${name}`]!) : 'unset'),
    packageAt: (location) => location,
    isInstalledAsLocked: () => true,
    packageFingerprint: (name) => ({
      block: formatBlockId({ kind: 'package', name }),
      hash: digest(files[`package:${name}`] ?? name),
    }),
  };
}
