import type { Fingerprint } from '../records/fact';
import type { ModuleModel } from '../model/module-model';

/** The target of a specifier in one module. It has several modules or packages if several are possible. */
export interface Resolution {
  /** Paths of workspace files, relative to the workspace root; the most likely one first. */
  readonly modules: readonly string[];
  /** Npm packages, as `formatPackageRequest` writes them. */
  readonly packages: readonly string[];
  /** True if nothing exists at the path, which is inside the workspace. */
  readonly missing: boolean;
  /** True if the specifier is neither a file, a package nor a builtin module. */
  readonly unknown: boolean;
}

/**
 * The workspace as the tests of one suite see it. Every path is relative to the workspace root, with forward slashes.
 * Results do not change during the lifetime of the graph.
 */
export interface ModuleGraph {
  /** `undefined` if there is no such file. */
  model(path: string): ModuleModel | undefined;
  resolve(from: string, specifier: string): Resolution;
  /**
   * Whether a package provides what is imported from it. `found` also for specifiers that name no package. For a
   * package that is not installed, only the lockfile is known.
   */
  packageState(from: string, specifier: string): 'found' | 'not installed' | 'not exported';
  /** Source files from which a build output is made; empty if none is known. */
  sourcesOf(path: string): readonly string[];
  /** Files matching an `import.meta.glob` pattern of this module, sorted. */
  glob(from: string, pattern: string): readonly string[];
  /** Existing files or folders that a relative literal may mean. */
  asset(from: string, literal: string): readonly Fingerprint[];
  /** Files that replace a mocked module: in `__mocks__` beside it, or at the roots. */
  mocks(from: string, specifier: string): readonly string[];
  /** The files that affect how a module is compiled and resolved: the nearest tsconfig files and `package.json`. */
  compileContext(path: string): readonly Fingerprint[];
  /**
   * The files that affect how the types of a module are checked: the nearest tsconfig files as a whole, and included
   * files that apply without an import.
   */
  typeContext(path: string): readonly Fingerprint[];
  /** True if imports that are only used as types are loaded anyway. */
  keepsTypeImports(path: string): boolean;
  /** The project that contains a path; `undefined` outside all projects. */
  projectOf(path: string): string | undefined;
  /** All files of a project that git does not ignore, without those of nested projects; sorted. */
  projectFiles(project: string): readonly string[];
  /** Modules that other projects may import: targets of `package.json` entry points and tsconfig paths. */
  entryPoints(project: string): readonly string[];
  /** Names of all projects that it depends on, directly or indirectly, without itself; sorted. */
  projectDependencies(project: string): readonly string[];
  /** Digest of a file's content; `undefined` if there is no such file. */
  contentHash(path: string): string | undefined;
  /** Digest of a file's content and executable bit; `undefined` if there is no such file. */
  fileState(path: string): string | undefined;
  /** The state of a path as `formatLookup` writes it: what is there, and where links lead. */
  lookUp(path: string): string;
  /** Digest of the names in a folder, or `missing`. */
  listing(path: string): string;
  /** Digest of the value that an environment variable has for the tests, or `unset`. */
  variable(name: string): string;
  /**
   * Digest of a package as the lockfile resolves it for the project of the suite and the projects that it depends on,
   * with all dependencies of the package. @param request from `formatPackageRequest`
   */
  packageFingerprint(request: string): Fingerprint;
  /** The request for the copy that is installed in a folder of packages. */
  packageAt(location: string): string;
  /** False if the installed version of a package, or of one of its dependencies, differs from the lockfile. */
  isInstalledAsLocked(request: string): boolean;
}
