import {
  digestParts,
  type EnvironmentVariables,
  type Fingerprint,
  formatWorkspaceText,
  type ModuleGraph,
  type ModuleModel,
  type Resolution,
  type Workspace,
  type Problem,
} from '@nx-testmon/core';
import { fileStateOf } from '../files/hash-contents';
import type { WorkspaceFiles } from '../files/workspace-files';
import { type LockfileState, PackageFingerprints } from '../lockfile/fingerprint-packages';
import { Memo, memoByImporter } from '../memo';
import { BuildOutputs } from '../resolution/build-outputs';
import { Manifests } from '../resolution/package-manifests';
import type { PackageState } from '../resolution/resolve-package';
import { type ResolutionContext, SpecifierResolver } from '../resolution/resolve-specifier';
import { Tsconfigs } from '../resolution/tsconfigs';
import { CompileContext } from './compile-context';
import { AssetFinder } from './find-assets';
import { isNeverInReport, isReportFile } from './coverage-report-files';
import { findEntryPoints } from './find-entry-points';
import { MockedModules } from './mocked-modules';
import { ModuleGlobs } from './module-globs';
import { PathLookups } from './path-lookups';
import { ProjectIndex } from './project-index';
import { TypeContext } from './type-context';

export interface ModuleGraphInput {
  readonly files: WorkspaceFiles;
  readonly workspace: Workspace;
  /** Name of the project for whose tests packages count. Default: all projects. */
  readonly project?: string;
  /** The resolution settings of the suite. Default: the defaults of Vite. */
  readonly context?: Partial<ResolutionContext>;
  /** Names or globs of npm packages that don't count. */
  readonly ignoredPackages?: readonly string[];
  /** Environment variables of the tests. Default: all are unset. */
  readonly env?: EnvironmentVariables;
}

/** The module graph of one suite, read from disk when it is first needed. */
export interface WorkspaceModuleGraph extends ModuleGraph {
  /** True for paths that a build writes, even if they do not exist yet. */
  isBuildOutput(path: string): boolean;
  /** Whether a lockfile contains a package. */
  isLocked(name: string): boolean;
  /**
   * The versions of a package that count for the suite; empty if none is found. @param request from core's
   * `formatPackageRequest`
   */
  packageVersions(request: string): readonly string[];
  /** The lockfiles of the workspace, and whether each can be read. */
  lockfiles(): readonly LockfileState[];
  /** Files that could not be read or are unknown. The list grows while the graph is used. */
  readonly problems: readonly Problem[];
}

/** Vite's defaults for tests that run in Node. */
export const defaultContext: ResolutionContext = {
  root: '.',
  aliases: [],
  conditions: ['module', 'node', 'development|production'],
  extensions: ['.mjs', '.js', '.mts', '.ts', '.jsx', '.tsx', '.json'],
  mainFields: ['module', 'jsnext:main', 'jsnext'],
};

/** Opens the module graph of a workspace as the tests of one suite see it. Nothing is written. */
export function createModuleGraph(input: ModuleGraphInput): WorkspaceModuleGraph {
  return new FileSystemGraph(input);
}

class FileSystemGraph implements WorkspaceModuleGraph {
  readonly problems: Problem[] = [];
  private readonly files: WorkspaceFiles;
  private readonly context: ResolutionContext;
  private readonly projects: ProjectIndex;
  private readonly manifests: Manifests;
  private readonly tsconfigs: Tsconfigs;
  private readonly outputs: BuildOutputs;
  private readonly packages: PackageFingerprints;
  private readonly compileContexts: CompileContext;
  private readonly typeContexts: TypeContext;
  private readonly assetFinder: AssetFinder;
  private readonly resolver: SpecifierResolver;
  private readonly lookups: PathLookups;
  private readonly mockedModules: MockedModules;
  private readonly moduleGlobs: ModuleGlobs;
  private readonly env: NonNullable<ModuleGraphInput['env']>;

  private readonly assets = memoByImporter((from, literal) => this.assetFinder.find(from, literal));
  private readonly entries = new Memo((project) => this.findEntries(project));

  constructor({ files, workspace, project, context = {}, ignoredPackages = [], env = {} }: ModuleGraphInput) {
    const projectRootOf = (path: string) => this.projects.ownerOf(path)?.root ?? '.';
    const projectRoots = workspace.projects.map(({ root }) => root);
    this.files = files;
    this.env = env;
    this.context = { ...defaultContext, ...context };
    this.projects = new ProjectIndex(files, workspace);
    this.manifests = new Manifests(files, this.problems);
    this.tsconfigs = new Tsconfigs(files, this.problems);
    const { manifests, tsconfigs, problems } = this;
    this.outputs = new BuildOutputs({ files, projects: workspace.projects, projectRootOf, tsconfigs });
    this.packages = new PackageFingerprints({
      files,
      manifests,
      projectRoots,
      usedRoots: project === undefined ? ['.', ...projectRoots] : this.rootsUsedBy(project),
      problems,
      ignoredPackages,
    });
    this.compileContexts = new CompileContext(manifests, tsconfigs);
    this.typeContexts = new TypeContext(files, tsconfigs);
    this.assetFinder = new AssetFinder({ files, projectRootOf, projectRoots });
    this.resolver = new SpecifierResolver({
      files,
      workspace,
      context: this.context,
      manifests,
      tsconfigs,
      outputs: this.outputs,
      projectRootOf,
      packages: this.packages,
    });
    this.lookups = new PathLookups(files);
    const { projects, resolver } = this;
    this.mockedModules = new MockedModules({ files, context: this.context, projects, resolver });
    this.moduleGlobs = new ModuleGlobs(files, this.context.root, resolver);
  }

  model(path: string): ModuleModel | undefined {
    return this.files.model(path);
  }

  resolve(from: string, specifier: string): Resolution {
    return this.context.mockRoots
      ? this.mockedModules.resolve(from, specifier)
      : this.resolver.resolve(from, specifier);
  }

  packageState(from: string, specifier: string): PackageState {
    return this.resolver.packageState(from, specifier);
  }

  sourcesOf(path: string): readonly string[] {
    return this.outputs.sourcesOf(path);
  }

  glob(from: string, pattern: string): readonly string[] {
    return this.moduleGlobs.find(from, pattern);
  }

  asset(from: string, literal: string): readonly Fingerprint[] {
    return this.assets.get(from).get(literal);
  }

  mocks(from: string, specifier: string): readonly string[] {
    return this.mockedModules.mockFilesOf(from, specifier);
  }

  compileContext(path: string): readonly Fingerprint[] {
    return this.compileContexts.fingerprints(path);
  }

  typeContext(path: string): readonly Fingerprint[] {
    return this.typeContexts.fingerprints(path);
  }

  keepsTypeImports(path: string): boolean {
    return this.compileContexts.keepsTypeImports(path);
  }

  projectOf(path: string): string | undefined {
    return this.projects.ownerOf(path)?.name;
  }

  projectFiles(project: string): readonly string[] {
    const { coverageFolder } = this.context;
    const files = this.projects.filesOf(project);
    if (coverageFolder === undefined || this.files.pathsIn(coverageFolder).some(isNeverInReport))
      return files;
    return files.filter((path) => !path.startsWith(`${coverageFolder}/`) || !isReportFile(path));
  }

  entryPoints(project: string): readonly string[] {
    return this.entries.get(project);
  }

  projectDependencies(project: string): readonly string[] {
    return this.projects.dependenciesOf(project);
  }

  contentHash(path: string): string | undefined {
    return this.files.contentHash(path);
  }

  fileState(path: string): string | undefined {
    return fileStateOf(this.files, path);
  }

  lookUp(path: string): string {
    return this.lookups.lookUp(path);
  }

  listing(path: string): string {
    return this.lookups.listing(path);
  }

  packageFingerprint(request: string): Fingerprint {
    return this.packages.fingerprint(request);
  }

  /** A path in the workspace is the same in each clone. */
  variable(name: string): string {
    const value = Object.hasOwn(this.env, name) ? this.env[name] : undefined;
    return value === undefined ? 'unset' : digestParts([name, formatWorkspaceText(this.files.root, value)]);
  }

  packageAt(location: string): string {
    return this.packages.requestAt(location);
  }

  isInstalledAsLocked(request: string): boolean {
    return this.packages.isInstalledAsLocked(request);
  }

  isLocked(name: string): boolean {
    return this.packages.isLocked(name);
  }

  packageVersions(request: string): readonly string[] {
    return this.packages.versionsOf(request);
  }

  lockfiles(): readonly LockfileState[] {
    return this.packages.lockfileStates();
  }

  isBuildOutput(path: string): boolean {
    return this.outputs.isBuildOutput(path);
  }

  private rootsUsedBy(project: string): string[] {
    const used = [project, ...this.projects.dependenciesOf(project)];
    const roots = used.map((name) => this.projects.get(name)?.root ?? '.');
    return [...new Set([...roots, this.context.root])];
  }

  private findEntries(name: string): readonly string[] {
    const { files, manifests, tsconfigs, outputs } = this;
    const project = this.projects.get(name);
    return project ? findEntryPoints({ files, manifests, tsconfigs, outputs }, project) : [];
  }
}
