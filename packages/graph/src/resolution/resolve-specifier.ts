import { join } from 'node:path';
import {
  folderOf,
  foldersUpward,
  type Resolution,
  type Suite,
  withoutQuery,
  type Workspace,
} from '@nx-testmon/core';
import { fromWorkspacePath } from '../files/workspace-paths';
import type { WorkspaceFiles } from '../files/workspace-files';
import { Memo } from '../memo';
import { type Aliases, compileAliases } from './compile-aliases';
import type { BuildOutputs } from './build-outputs';
import { TargetCollector } from './collect-targets';
import { FolderSettings, withNodeConditions } from './folder-settings';
import { mapTargets } from './map-targets';
import type { Manifests } from './package-manifests';
import { parseSpecifier } from './parse-specifier';
import { type LockedNames, PackageResolver, type PackageState } from './resolve-package';
import { PathResolver } from './resolve-path';
import type { Tsconfigs } from './tsconfigs';

/** The resolution settings of a suite's configuration. */
export type ResolutionContext = Pick<
  Suite,
  | 'root'
  | 'aliases'
  | 'conditions'
  | 'extensions'
  | 'mainFields'
  | 'modulePaths'
  | 'moduleDirectories'
  | 'mockRoots'
  | 'automock'
  | 'coverageFolder'
>;

export interface SpecifierResolverInput {
  readonly files: WorkspaceFiles;
  readonly workspace: Workspace;
  readonly context: ResolutionContext;
  readonly manifests: Manifests;
  readonly tsconfigs: Tsconfigs;
  readonly outputs: BuildOutputs;
  readonly projectRootOf: (path: string) => string;
  readonly packages: LockedNames;
}

/** The loader of a module, which determines what its imports may mean. */
type ImporterKind = 'built' | 'config' | 'source';

/**
 * Resolves specifiers to all plausible targets: by the suite's aliases, by tsconfig paths, by `package.json` under
 * the conditions of `import` and of `require`, by names of workspace packages. The loader of the importer chooses one
 * of them at run time.
 */
export class SpecifierResolver {
  private readonly paths: PathResolver;
  private readonly aliases: Aliases;
  private readonly settings: FolderSettings;
  private readonly packages: PackageResolver;
  private readonly resolutions: Readonly<Record<ImporterKind, Memo<Memo<Resolution>>>>;
  private readonly states = new Memo(
    (folder) => new Memo((specifier) => this.packageStateIn(folder, specifier)),
  );

  constructor(private readonly input: SpecifierResolverInput) {
    const { context, tsconfigs, projectRootOf } = input;
    this.paths = new PathResolver(context);
    this.aliases = compileAliases(context.aliases);
    this.settings = new FolderSettings({ tsconfigs, conditions: context.conditions, projectRootOf });
    this.packages = new PackageResolver({ ...input, settings: this.settings, paths: this.paths });
    const resolutionsFor = (importer: ImporterKind) =>
      new Memo((folder) => new Memo((specifier) => this.resolveIn(folder, specifier, importer)));
    this.resolutions = {
      built: resolutionsFor('built'),
      config: resolutionsFor('config'),
      source: resolutionsFor('source'),
    };
  }

  resolve(from: string, specifier: string): Resolution {
    const { outputs } = this.input;
    const isBuilt = outputs.sourcesOf(from).length > 0 && outputs.isBuildOutput(from);
    const importer = isBuilt ? 'built' : isConfig(from) ? 'config' : 'source';
    return this.resolutions[importer].get(folderOf(from) ?? '.').get(specifier);
  }

  /** Whether the package in a specifier provides it; `found` if the specifier contains no package. */
  packageState(from: string, specifier: string): PackageState {
    // Most specifiers are paths, and there are very many of them.
    return specifier.startsWith('.') ? 'found' : this.states.get(folderOf(from) ?? '.').get(specifier);
  }

  /** Absolute paths that a specifier or a pattern may mean, whether they exist or not. */
  candidates(from: string, specifier: string): readonly string[] {
    const folder = folderOf(from) ?? '.';
    const texts = [specifier, ...this.aliases(specifier)];
    return [...new Set(texts.flatMap((text) => this.candidatesIn(folder, text)))];
  }

  private packageStateIn(folder: string, specifier: string): PackageState {
    const plain = withoutQuery(specifier);
    const aliases = [...this.aliases(specifier), ...this.aliases(plain)].map(withoutQuery);
    const states = (aliases.length > 0 ? aliases : [plain]).map((target): PackageState => {
      const parsed = parseSpecifier(target);
      const isMapped = this.settings.tsconfigs(folder).some((one) => one.candidates(target).mapped);
      return parsed.kind === 'package' && !isMapped ? this.packages.stateOf(folder, parsed) : 'found';
    });
    return states.find((state) => state !== 'found') ?? 'found';
  }

  private resolveIn(folder: string, specifier: string, importer: ImporterKind): Resolution {
    const { files, workspace, outputs } = this.input;
    const plain = withoutQuery(specifier);
    const targets = new TargetCollector({
      roots: [files.root, workspace.root],
      installations: files.installations,
      outputs,
      paths: this.paths,
      addsSources: importer !== 'built',
    });
    const direct = this.aliases(specifier);
    const aliases = direct.length > 0 ? direct : this.aliases(plain);
    for (const target of aliases.map(withoutQuery)) {
      // A replacement may be relative to the workspace root or to the importer.
      const isFound = targets.addPath(join(files.root, target));
      if (!isFound || target.startsWith('.')) this.addPlain(folder, target, targets);
    }
    if (aliases.length > 0) {
      // The test runner resolves the imports of sources, and it uses the target of an alias that leads to a module.
      if (importer === 'source' && targets.finish().modules.length > 0) targets.omitBuildOutputs();
    }
    this.addPlain(folder, plain, targets);
    return targets.finish();
  }

  /** Adds the targets of a specifier without the suite's aliases. */
  private addPlain(folder: string, specifier: string, targets: TargetCollector): void {
    const parsed = parseSpecifier(specifier);
    switch (parsed.kind) {
      case 'relative':
        if (!targets.addPath(join(this.input.files.root, folder, parsed.path))) targets.reportMissing();
        return;
      case 'absolute':
        if (!this.absolutePaths(parsed.path).some((path) => targets.addPath(path))) targets.reportMissing();
        return;
      case 'internal': {
        const isMapped = this.addTsconfigPaths(folder, specifier, targets);
        if (!this.addInternal(folder, specifier, targets) && !isMapped) targets.reportUnknown();
        return;
      }
      case 'package': {
        const isInModulePaths = this.addModulePaths(folder, specifier, targets);
        const isMapped = this.addTsconfigPaths(folder, specifier, targets) || isInModulePaths;
        if (!this.packages.add(folder, parsed, targets) && !isMapped) targets.reportUnknown();
        return;
      }
      case 'unknown':
        if (!this.addTsconfigPaths(folder, specifier, targets)) targets.reportUnknown();
        return;
      case 'builtin':
      case 'data':
        return;
    }
  }

  /** Vite first resolves `/src/a` in the suite's root. */
  private absolutePaths(path: string): string[] {
    const { files, context } = this.input;
    return [join(fromWorkspacePath(files.root, context.root), path), path];
  }

  /** @returns whether a mapping matches the specifier. If it leads to nothing, a file is missing. */
  private addTsconfigPaths(folder: string, specifier: string, targets: TargetCollector): boolean {
    let isMapped = false;
    let isFound = false;
    for (const tsconfig of this.settings.tsconfigs(folder)) {
      const { paths, mapped } = tsconfig.candidates(specifier);
      if (paths.some((path) => targets.addPath(path))) isFound = isMapped = true;
      else if (mapped) isMapped = true;
    }
    if (isMapped && !isFound) targets.reportMissing();
    return isMapped;
  }

  /** Applies Jest's `modulePaths` and `moduleDirectories`. @returns whether something is found */
  private addModulePaths(folder: string, specifier: string, targets: TargetCollector): boolean {
    const { files, context } = this.input;
    const { modulePaths = [], moduleDirectories = [] } = context;
    const upwards = [...foldersUpward(folder)].flatMap((at) =>
      moduleDirectories.map((name) => join(files.root, at, name)),
    );
    const folders = [...modulePaths.map((path) => join(files.root, path)), ...upwards];
    return folders.map((path) => targets.addPath(join(path, specifier))).includes(true);
  }

  /** Adds the targets that the field `imports` of the nearest `package.json` has for a specifier. */
  private addInternal(folder: string, specifier: string, targets: TargetCollector): boolean {
    const { files, manifests } = this.input;
    const manifest = manifests.nearest(folder);
    if (!manifest) return false;
    const conditions = this.settings.conditions(folder);
    const mapped = mapTargets(manifest.fields['imports'], specifier, withNodeConditions(conditions));
    const found = mapped.filter((target) => this.addMapped(manifest.folder, target, targets));
    const onDisk = this.paths.resolveSpecifier(join(files.root, folder), specifier, conditions);
    for (const path of onDisk) targets.addFile(path);
    if (mapped.length > 0 && found.length === 0 && onDisk.length === 0) targets.reportMissing();
    return mapped.length > 0 || onDisk.length > 0;
  }

  /** @param folder of the manifest that contains the target */
  private addMapped(folder: string, target: string, targets: TargetCollector): boolean {
    const parsed = parseSpecifier(target);
    switch (parsed.kind) {
      case 'builtin':
        return true;
      case 'relative':
        return targets.addPath(join(this.input.files.root, folder, target));
      case 'package':
        return this.packages.add(folder, parsed, targets);
      case 'absolute':
      case 'internal':
      case 'data':
      case 'unknown':
        return false;
    }
  }

  private candidatesIn(folder: string, text: string): string[] {
    const { files, manifests } = this.input;
    const parsed = parseSpecifier(text);
    if (parsed.kind === 'relative') return [join(files.root, folder, text)];
    if (parsed.kind === 'absolute') return this.absolutePaths(parsed.path);
    const mapped = this.settings.tsconfigs(folder).flatMap((tsconfig) => tsconfig.candidates(text).paths);
    const manifest = manifests.nearest(folder);
    if (!manifest) return mapped;
    const conditions = withNodeConditions(this.settings.conditions(folder));
    const internal = mapTargets(manifest.fields['imports'], text, conditions)
      .filter((target) => target.startsWith('./'))
      .map((target) => join(files.root, manifest.folder, target));
    return [...mapped, ...internal];
  }
}

/** Configurations are loaded before aliases apply. */
function isConfig(path: string): boolean {
  return /\.(config|workspace|setup|preset)\b[^/]*$/.test(path);
}
