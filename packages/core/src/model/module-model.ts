/**
 * The content of one source file, read only from its text, without resolution and without other files. Therefore a
 * model can be cached by content, and equal files share one model.
 */
export interface ModuleModel {
  /** `whole-file`: the file could not be parsed or is not code; its content is one block. */
  readonly kind: 'module' | 'whole-file';
  /** Digest of the whole text, comments included. */
  readonly contentHash: string;
  /** For a JSON file that contains an object: the digest of each value, by its key. */
  readonly keys?: Readonly<Record<string, string>>;
  /** Why a file with the extension of a module is a whole file: the first syntax error. */
  readonly parseError?: string;
  /**
   * Everything that affects how the whole file is compiled or run: pragmas and magic comments (`@vitest-environment
   * jsdom`), and kinds of syntax that only some compilers accept (`syntax: decorator`).
   */
  readonly pragmas: readonly string[];
  /** Loaded with the module, in source order: static imports and re-exports, top-level `require`. */
  readonly imports: readonly ModuleImport[];
  /** Local names that an import binds. */
  readonly bindings: Readonly<Record<string, ImportBinding>>;
  /** Local names of top-level declarations, each with its block. */
  readonly declarations: Readonly<Record<string, string>>;
  /** Exported names, including `default` and `export=`, each with a local name or a hop. */
  readonly exports: Readonly<Record<string, ExportTarget>>;
  /** Specifiers of `export * from`, in source order. */
  readonly stars: readonly string[];
  /** True if the module assigns `module.exports` or `exports.x`: any name may mean any block. */
  readonly commonJs: boolean;
  /**
   * For such a module: true if it was compiled from an ES module and only does with its exports what compilers write.
   * `exports` and `stars` then list the exports. The lists are valid unless the module is in an import cycle.
   */
  readonly hasListedExports?: true;
  /**
   * True if it loads something after code that runs. Loaders of CommonJS load this after the code, and loaders of ES
   * modules before the code.
   */
  readonly loadsBetweenEffects?: true;
  /** True if it mentions its own path or the file system, so that it may read files beside it. */
  readonly readsFiles: boolean;
  /** True if its code may receive the configuration of a test runner, or the text of one of its functions. */
  readonly receivesConfiguration?: true;
  /** Blocks in source order; a body follows the block that contains it. */
  readonly blocks: readonly BlockModel[];
}

/** One import or re-export of a module. */
export interface ModuleImport {
  readonly specifier: string;
  /**
   * `value`: always loaded. `elidable`: all of its names are only used as types, so compilers drop it unless
   * `verbatimModuleSyntax` is on. `type`: `import type`, never loaded, followed by type tests.
   */
  readonly kind: 'value' | 'elidable' | 'type';
}

/** The target of a local name that an import binds. */
export interface ImportBinding {
  readonly specifier: string;
  /** The exported name; `*` for the namespace. */
  readonly name: string;
  /** Set if a `require` binds the name. Such a name is not linked before code runs. */
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
  /** For a body: the block that contains it. */
  readonly parent?: string;
  /**
   * Digest of the syntax without comments, white space and types, and without the bodies that are blocks of their
   * own.
   */
  readonly hash: string;
  /**
   * The effect of loading the module. `no`: none. `reads`: evaluates names, which can fail only inside an import
   * cycle. `shape`: needs its heritage (`class A extends B`). `members`: reads members of imported names, which runs
   * nothing if these are namespaces of ES modules. `exports`: defines the exports of a compiled module, which only
   * modules of an import cycle can see incomplete. `yes`: runs code.
   */
  readonly eager: 'no' | 'reads' | 'shape' | 'members' | 'exports' | 'yes';
  readonly references: readonly Reference[];
  readonly dependencies: readonly BlockDependency[];
  /** Why the block can't be followed. Each cause makes a test that enters the block depend on its whole project. */
  readonly fallbackCauses: readonly FallbackCause[];
}

/** An identifier that may mean a top-level name of this module. */
export interface Reference {
  readonly name: string;
  /** `member` of `name.member`, where `name` is bound to a namespace. */
  readonly member?: string;
  /**
   * `heritage`: named in `extends`; followed only as deep as the class itself. `instance-check`: named in
   * `instanceof`, which depends on the definition of the class, not on its members.
   */
  readonly use: 'value' | 'heritage' | 'instance-check';
}

/** Something that a block names by a literal. */
export interface BlockDependency {
  /**
   * `import`: literal `import()` or `require()`. `mock`: `vi.mock`, `jest.requireActual` and similar calls. `glob`:
   * `import.meta.glob`. `asset`: `new URL(…, import.meta.url)` or a literal that looks like a relative path. `names`:
   * a pattern of the paths to which a computed `import()` may lead; only the names of the files count.
   */
  readonly kind: 'import' | 'mock' | 'glob' | 'asset' | 'names';
  readonly specifier: string;
}

/**
 * Why a block can't be followed.
 *
 * - `computed-import`: it loads a module by a computed name.
 * - `computed-mock`: it mocks a module, or expands a pattern, by a computed text.
 * - `changes-loading`: it uses a package that loads modules in its own way.
 * - `starts-process`: it may start a process or a thread.
 * - `starts-worker`: it starts a worker that may not be a thread of its own, or a worker of a pool.
 * - `evaluates-code`: it evaluates a text as code that can use only global names.
 * - `evaluates-code-in-scope`: it evaluates a text as code that can use the names around it.
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
