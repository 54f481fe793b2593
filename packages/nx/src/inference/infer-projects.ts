import { posix } from 'node:path';
import type { NxJsonConfiguration, TargetConfiguration } from '@nx/devkit';
import picomatch from 'picomatch';
import { buildTargets, type TestConfig } from './build-targets';
import {
  comparePrecedence,
  configFileKind,
  configSuffix,
  configuresJest,
  delegatesToProjects,
  mentionsTests,
  namedPaths,
  runnerOf,
} from './config-file';
import { parseManifest, type ProjectManifest } from './manifest';
import { findOwnTestTarget, runsTests } from './own-test-target';
import type { PluginOptions } from './plugin-options';
import { type RunnerTraits, runnerTraits } from './runner-traits';
import { parseTestCommand } from './test-command';

export interface InferredProject {
  /** Relative to the workspace root. */
  readonly root: string;
  /** The file that Nx shows as the origin of the targets. */
  readonly configFile: string;
  readonly targets: Record<string, TargetConfiguration>;
}

export interface WorkspaceFiles {
  readonly nxJson: NxJsonConfiguration;
  /** Text of a file by its path relative to the workspace root; `undefined` when there is none. */
  readonly readText: (path: string) => string | undefined;
}

interface FoundProject {
  readonly root: string;
  readonly manifest: ProjectManifest;
  /** Files with the runner's own names, best first. */
  readonly usual: readonly string[];
  /** Files that `include` names. */
  readonly included: readonly string[];
}

/**
 * Finds the projects that have a configuration of Vitest or Jest and the targets they get.
 *
 * @param configFiles all files that match `CONFIG_FILE_PATTERN`, relative to the workspace root
 */
export function inferProjects(
  configFiles: readonly string[],
  options: PluginOptions,
  files: WorkspaceFiles,
): InferredProject[] {
  const found = findProjects(configFiles, options, files).map((project) => ({
    project,
    configs: testConfigs(project, options, files),
  }));
  const withTests = found.filter(({ configs }) => configs.length > 0);
  return withTests
    .filter(({ project }) => withTests.length === 1 || !onlyDelegates(project, files))
    .map(({ project, configs }) => ({
      root: project.root,
      configFile:
        configs[0]?.file === undefined
          ? (project.usual[0] ?? project.root)
          : posix.join(project.root, configs[0].file),
      targets: buildTargets(
        {
          configs,
          hasProductionInput: hasProductionInput(project, files.nxJson),
          hasLockfile: lockfiles.some((path) => files.readText(path) !== undefined),
        },
        options,
      ),
    }));
}

function findProjects(
  configFiles: readonly string[],
  { include, exclude }: PluginOptions,
  { readText }: WorkspaceFiles,
): FoundProject[] {
  const isIncluded = include.length > 0 ? picomatch([...include], { dot: true }) : () => false;
  const isExcluded = exclude.length > 0 ? picomatch([...exclude], { dot: true }) : () => false;
  const manifests = new Map<string, ProjectManifest | undefined>();
  const manifestAt = (root: string) => {
    if (!manifests.has(root)) {
      const text = (name: string) => readText(posix.join(root, name));
      manifests.set(root, parseManifest(text('project.json'), text('package.json')));
    }
    return manifests.get(root);
  };
  const projects = new Map<string, { usual: string[]; included: string[] }>();
  for (const file of configFiles) {
    const isUsual = configFileKind(file) !== undefined;
    if (isExcluded(file) || (!isUsual && !isIncluded(file))) continue;
    const folder = posix.dirname(file);
    // A configuration of the user's own naming may lie deeper; one of the usual names is beside its project's files.
    const root = isIncluded(file) ? ancestors(folder).find((one) => manifestAt(one) !== undefined) : folder;
    if (root === undefined || manifestAt(root) === undefined || isExcluded(root)) continue;
    const entry = projects.get(root) ?? { usual: [], included: [] };
    projects.set(root, entry);
    (isUsual && root === folder ? entry.usual : entry.included).push(file);
  }
  return [...projects].map(([root, { usual, included }]) => ({
    root,
    manifest: manifestAt(root) as ProjectManifest,
    usual: usual.sort(comparePrecedence),
    included: included.sort(),
  }));
}

/** A folder and those above it, up to the workspace root. */
function ancestors(folder: string): string[] {
  const parent = posix.dirname(folder);
  return folder === parent ? [folder] : [folder, ...ancestors(parent)];
}

function testConfigs(project: FoundProject, options: PluginOptions, files: WorkspaceFiles): TestConfig[] {
  const usual = project.usual.filter((file) => configuresTests(file, project, files));
  const main = usual[0];
  const nameOf = (file: string) => runnerAt(file, files);
  const other = usual.find((file) => main !== undefined && nameOf(file) !== nameOf(main));
  const paths = [main, other, ...project.included].filter((path) => path !== undefined);
  const taken = new Set<string>();
  return paths.map((path) => {
    const relative = posix.relative(project.root, path);
    const runner = runnerTraits[nameOf(path)];
    const named = path === other ? runner.name : configSuffix(relative);
    const suffix = path === main || paths.length === 1 ? '' : freeSuffix(named, taken);
    return {
      runner,
      // Vitest finds a workspace file by itself and takes none as its configuration.
      file: configFileKind(path) === 'workspace' ? undefined : relative,
      suffix,
      outsideFiles: outsideFiles(path, project.root, files),
      inheritedFrom: findOwnTestTarget(runner, project, files.nxJson, relative, options.inheritFrom),
    };
  });
}

function freeSuffix(suffix: string, taken: Set<string>): string {
  let free = suffix === '' ? '2' : suffix;
  for (let count = 2; taken.has(free); count++) free = suffix === '' ? `${count}` : `${suffix}-${count}`;
  taken.add(free);
  return free;
}

function configuresTests(file: string, project: FoundProject, files: WorkspaceFiles): boolean {
  const kind = configFileKind(file);
  if (kind === 'manifest') return configuresJest(files.readText(file) ?? '') || scriptsRunNode(project);
  if (kind !== 'vite') return true;
  return (
    closure(file, files).some((path) => mentionsTests(files.readText(path) ?? '')) ||
    runsTests(runnerTraits.vitest, project, files.nxJson)
  );
}

/** A manifest without a configuration of Jest is there for its scripts. */
function runnerAt(file: string, { readText }: WorkspaceFiles): RunnerTraits['name'] {
  const isForScripts = configFileKind(file) === 'manifest' && !configuresJest(readText(file) ?? '');
  return isForScripts ? 'node' : runnerOf(file);
}

/** Targets for the scripts of the workspace itself would make it a project where it is none. */
function scriptsRunNode({ root, manifest }: FoundProject): boolean {
  if (root === '.' && !manifest.isOwnProject) return false;
  return Object.values(manifest.scripts).some(
    (script) => parseTestCommand(runnerTraits.node.commands, script) !== undefined,
  );
}

/**
 * Whether a configuration at the workspace root only lists those of the projects, and the root is no project
 * of Nx's own. Targets there would make it one, and would run every test a second time.
 */
function onlyDelegates(
  { root, manifest, usual, included }: FoundProject,
  { readText }: WorkspaceFiles,
): boolean {
  if (root !== '.' || manifest.isOwnProject || included.length > 0) return false;
  return usual.some((file) => delegatesToProjects(configFileKind(file) ?? 'vitest', readText(file) ?? ''));
}

/** Files outside the project that its configuration, or one that it builds on, names. */
function outsideFiles(configFile: string, root: string, files: WorkspaceFiles): string[] {
  const isInside = (path: string) => root === '.' || path.startsWith(`${root}/`);
  return closure(configFile, files).filter((path) => !isInside(path));
}

/** A configuration file and those that it names, and that those name, as far as they exist. */
function closure(configFile: string, { readText }: WorkspaceFiles): string[] {
  const found = new Set([configFile]);
  for (const file of found) {
    // A configuration that reaches into the sources need not be followed through all of them.
    if (found.size >= 100) break;
    if (!/\.[mc]?[jt]s$/.test(file)) continue;
    for (const path of namedPaths(file, readText(file) ?? '')) {
      const existing = possibleFiles(path).find((one) => readText(one) !== undefined);
      if (existing !== undefined) found.add(existing);
    }
  }
  return [...found].sort();
}

/** The files that a specifier may mean: with an ending added, or with a JavaScript ending that stands for TypeScript. */
function possibleFiles(path: string): string[] {
  const endings = ['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs', '.json', '/index.ts', '/index.js'];
  const stem = path.replace(/\.[mc]?js$/, '');
  return [path, ...endings.map((ending) => path + ending), ...endings.map((ending) => stem + ending)];
}

const lockfiles = ['package-lock.json', 'pnpm-lock.yaml', 'yarn.lock', 'bun.lock', 'bun.lockb'];

function hasProductionInput({ manifest }: FoundProject, nxJson: NxJsonConfiguration): boolean {
  return 'production' in (nxJson.namedInputs ?? {}) || manifest.namedInputs.includes('production');
}
