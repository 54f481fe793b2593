import type { Fingerprint } from '../records/fact';
import type { ModuleModel } from '../model/module-model';

/** The target of a specifier in one module: several if several are possible. */
export interface Resolution {
  /** Paths of workspace files, relative to the workspace root; the most likely one first. */
  readonly modules: readonly string[];
  /** Npm packages, as `formatPackageRequest` writes them. */
  readonly packages: readonly string[];
  /** True for a path inside the workspace at which nothing exists. */
  readonly missing: boolean;
  /** True where the specifier is neither a file, a package nor a builtin module. */
  readonly unknown: boolean;
}

/**
 * The workspace as one suite's tests see it. Every path is relative to the workspace root with forward
 * slashes. Results are stable for the lifetime of the graph.
 */
export interface ModuleGraph {
  /** `undefined` when there is no such file. */
  model(path: string): ModuleModel | undefined;
  resolve(from: string, specifier: string): Resolution;
  /**
   * Whether a package provides what is imported from it. `found` for specifiers that name no package too. A package
   * that is not installed is known by the lockfile alone.
   */
  packageState(from: string, specifier: string): 'found' | 'not installed' | 'not exported';
  /** Source files that a build output is made from; empty where none is known. */
  sourcesOf(path: string): readonly string[];
  /** Files matching an `import.meta.glob` pattern of this module, sorted. */
  glob(from: string, pattern: string): readonly string[];
  /** Existing files or folders that a relative literal may mean. */
  asset(from: string, literal: string): readonly Fingerprint[];
  /** Files that replace a mocked module: `__mocks__` beside it or at the roots. */
  mocks(from: string, specifier: string): readonly string[];
  /** The files that affect how a module is compiled and resolved: the nearest tsconfig files and `package.json`. */
  compileContext(path: string): readonly Fingerprint[];
  /**
   * The files that affect how the types of a module are checked: the nearest tsconfig files, whole, and files that they
   * include and that apply without an import.
   */
  typeContext(path: string): readonly Fingerprint[];
  /** True when imports that are used as types only are loaded all the same. */
  keepsTypeImports(path: string): boolean;
  /** The project that owns a path; `undefined` outside all projects. */
  projectOf(path: string): string | undefined;
  /** Every file of a project that is not ignored by git, without those of projects nested in it; sorted. */
  projectFiles(project: string): readonly string[];
  /** Modules that other projects may import: targets of `package.json` entry points and tsconfig paths. */
  entryPoints(project: string): readonly string[];
  /** Names of the projects it depends on, itself left out, transitively; sorted. */
  projectDependencies(project: string): readonly string[];
  /** Digest of a file's content; `undefined` when there is no such file. */
  contentHash(path: string): string | undefined;
  /** Digest of a file's content with whether it is executable; `undefined` when there is no such file. */
  fileState(path: string): string | undefined;
  /** The state of a path: `file`, `executable` or `folder`, with the targets of links; or `missing`. */
  lookUp(path: string): string;
  /** Digest of the names in a folder, or `missing`. */
  listing(path: string): string;
  /** Digest of the value that an environment variable has for the tests, or `unset`. */
  variable(name: string): string;
  /**
   * Digest of a package as the lockfile resolves it for the project of the suite and for those that it depends on, with
   * everything that it depends on. @param request as `formatPackageRequest` writes it
   */
  packageFingerprint(request: string): Fingerprint;
  /** The request for what is installed in a folder of packages. */
  packageAt(location: string): string;
  /** False where another version of a package is installed than the lockfile says, or of one that it needs. */
  isInstalledAsLocked(request: string): boolean;
}
