/**
 * The content of one source file, read from its text alone, without resolution and without other files. Therefore a
 * model can be cached by content, and two equal files share one.
 */
export interface ModuleModel {
  /** `whole-file`: not a module that could be parsed; its content counts as one block. */
  readonly kind: 'module' | 'whole-file';
  /** Digest of the whole text, comments included. */
  readonly contentHash: string;
  /** Of a JSON file that holds an object: the digest of each value, by its key. */
  readonly keys?: Readonly<Record<string, string>>;
  /** Why a file that looks like a module is a whole file: the first syntax error. */
  readonly parseError?: string;
  /**
   * Pragmas and magic comments (`@vitest-environment jsdom`), and kinds of syntax that only some compilers accept
   * (`syntax: decorator`): what alters how the whole file is compiled or run.
   */
  readonly pragmas: readonly string[];
  /** Loaded with the module, in source order: static imports and re-exports, top-level `require`. */
  readonly imports: readonly ModuleImport[];
  /** Local names that an import binds. */
  readonly bindings: Readonly<Record<string, ImportBinding>>;
  /** Local names of top-level declarations, each with its block. */
  readonly declarations: Readonly<Record<string, string>>;
  /** Exported names (`default` and `export=` among them), each a local name or a hop. */
  readonly exports: Readonly<Record<string, ExportTarget>>;
  /** Specifiers of `export * from`, in source order. */
  readonly stars: readonly string[];
  /** True when the module assigns `module.exports` or `exports.x`: any name may mean any block. */
  readonly commonJs: boolean;
  /**
   * Of such a module, true where it was compiled from an ES module and does nothing with its exports but what compilers
   * write: `exports` and `stars` list them. They hold where the module is in no import cycle.
   */
  readonly hasListedExports?: true;
  /**
   * True where it loads something below code that runs: loaders of CommonJS load that after the code, and loaders of ES
   * modules before it.
   */
  readonly loadsBetweenEffects?: true;
  /** True when it mentions its own path or the file system, so that it may read files beside it. */
  readonly readsFiles: boolean;
  /** True where code in it may be given the configuration of a test runner, or the text of a function in it. */
  readonly receivesConfiguration?: true;
  /** Blocks in source order; a body follows the block it is in. */
  readonly blocks: readonly BlockModel[];
}

/** One import or re-export of a module. */
export interface ModuleImport {
  readonly specifier: string;
  /**
   * `value`: always loaded. `elidable`: every name of it is used as a type only, so compilers drop it
   * unless `verbatimModuleSyntax` is on. `type`: `import type`, never loaded, followed by type tests.
   */
  readonly kind: 'value' | 'elidable' | 'type';
}

/** The target of a local name that an import binds. */
export interface ImportBinding {
  readonly specifier: string;
  /** The exported name; `*` for the namespace. */
  readonly name: string;
  /** Where a `require` binds it: nothing links such a name before code runs. */
  readonly isRequired?: true;
}

/** The target of an exported name: a name of the module itself, or a name that it re-exports from another. */
export type ExportTarget =
  | { readonly kind: 'local'; readonly name: string }
  | { readonly kind: 'hop'; readonly specifier: string; readonly name: string };

/**
 * A unit of change in a module: a top-level declaration (`f`, `A`), a body in it (`f()`, `A.method()`),
 * or the module's top-level statements (`<effects>`).
 */
export interface BlockModel {
  /** Unique in the module. */
  readonly name: string;
  /** For a body: the block it stands in. */
  readonly parent?: string;
  /** Digest of the syntax without comments, white space and types; bodies of its own are left out. */
  readonly hash: string;
  /**
   * The effect of loading the module. `no`: none. `reads`: evaluates names, which can fail only inside an import cycle.
   * `shape`: needs its heritage (`class A extends B`). `members`: reads members of imported names, which runs nothing
   * where these are namespaces of ES modules. `exports`: fills the exports of a compiled module, which only modules of
   * an import cycle can see half done. `yes`: runs code.
   */
  readonly eager: 'no' | 'reads' | 'shape' | 'members' | 'exports' | 'yes';
  readonly references: readonly Reference[];
  readonly dependencies: readonly BlockDependency[];
  /** Why the block can't be followed; each makes a test that enters it depend on its whole project. */
  readonly fallbackCauses: readonly FallbackCause[];
}

/** An identifier that may mean a top-level name of this module. */
export interface Reference {
  readonly name: string;
  /** `member` of `name.member`, where `name` is bound to a namespace. */
  readonly member?: string;
  /**
   * `heritage`: named in `extends`; followed only as deep as the class itself. `instance-check`: named in `instanceof`,
   * which sees no member of the class but the definition.
   */
  readonly use: 'value' | 'heritage' | 'instance-check';
}

/** Something that a block names by a literal. */
export interface BlockDependency {
  /**
   * `import`: literal `import()` or `require()`. `mock`: `vi.mock`, `jest.requireActual` and their kin.
   * `glob`: `import.meta.glob`. `asset`: `new URL(…, import.meta.url)` or a literal that looks like a
   * relative path. `names`: a pattern of paths that a computed `import()` may lead to, of which only the names count.
   */
  readonly kind: 'import' | 'mock' | 'glob' | 'asset' | 'names';
  readonly specifier: string;
}

/**
 * Why a block can't be followed.
 *
 * - `computed-import`: it loads a module by a name that is computed.
 * - `computed-mock`: it mocks a module, or expands a pattern, by a text that is computed.
 * - `changes-loading`: it uses a package that loads modules in a way of its own.
 * - `starts-process`: it may start a process or a thread.
 * - `starts-worker`: it starts a worker that need be no thread of its own, or one of a pool.
 * - `evaluates-code`: it evaluates a text as code, which sees global names only.
 * - `evaluates-code-in-scope`: it evaluates a text as code, which sees the names around it.
 */
export type FallbackCause = (typeof fallbackCauses)[number];

export const fallbackCauses = [
  'computed-import',
  'computed-mock',
  'changes-loading',
  'starts-process',
  'starts-worker',
  'evaluates-code',
  'evaluates-code-in-scope',
] as const;
