import { posix } from 'node:path';
import type { NxJsonConfiguration, TargetConfiguration } from '@nx/devkit';
import {
  compareConfigFiles,
  findTestConfigs,
  type FoundTestConfig,
  isConfigFile,
  type ReadText,
  repeatsOthers,
  type TestFolder,
  type TestRunner,
  testRunners,
} from '@nx-testmon/engine/test-runners';
import { lockfileNames } from '@nx-testmon/core';
import picomatch from 'picomatch';
import { buildTargets, type TestConfig } from './build-targets';
import { findDeclaredVariables } from './declared-variables';
import { parseManifest, type ProjectManifest } from './manifest';
import { findOwnTestTarget, runsTests } from './own-test-target';
import type { PluginOptions } from './plugin-options';
import { SYNCED_INPUT } from './synced-input';

export interface InferredProject {
  /** Relative to the workspace root. */
  readonly root: string;
  /** The file that Nx shows as the origin of the targets. */
  readonly configFile: string;
  readonly targets: Record<string, TargetConfiguration>;
}

export interface InferenceFiles {
  readonly nxJson: NxJsonConfiguration;
  readonly readText: ReadText;
}

interface FoundProject {
  readonly folder: TestFolder;
  readonly manifest: ProjectManifest;
}

/**
 * Finds the projects that have a test configuration, and their targets.
 *
 * @param configFiles all files that match `CONFIG_FILE_PATTERN`, relative to the workspace root
 */
export function inferProjects(
  configFiles: readonly string[],
  options: PluginOptions,
  files: InferenceFiles,
): InferredProject[] {
  const sources = { runners: testRunners, readText: files.readText };
  const withTests = findProjects(configFiles, options, files)
    .map((project) => ({ ...project, configs: findTestConfigs(project.folder, sources) }))
    .filter(({ configs }) => configs.length > 0);
  return (
    withTests
      // Targets would turn a root that is not a project into one, and would run every test twice.
      .filter((one) => one.manifest.isOwnProject || !repeatsOthers(one, withTests, sources))
      .map(({ configs, ...project }) => ({
        root: project.folder.root,
        configFile:
          configs[0]?.file === undefined
            ? (project.folder.usual[0] ?? project.folder.root)
            : posix.join(project.folder.root, configs[0].file),
        targets: buildTargets(
          {
            configs: configs.map((config) => testConfig(config, project, options, files.nxJson)),
            hasProductionInput: hasNamedInput('production', project, files.nxJson),
            hasSyncedInput: hasNamedInput(SYNCED_INPUT, project, files.nxJson),
            environmentVariables: findDeclaredVariables(
              [options.targetName, options.affectedTargetName],
              { root: project.folder.root, manifest: project.manifest },
              files.nxJson,
            ),
            hasLockfile: lockfiles.some((path) => files.readText(path) !== undefined),
          },
          options,
        ),
      }))
  );
}

function findProjects(
  configFiles: readonly string[],
  { include, exclude }: PluginOptions,
  { nxJson, readText }: InferenceFiles,
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
    const isUsual = isConfigFile(testRunners, file);
    if (isExcluded(file) || (!isUsual && !isIncluded(file))) continue;
    const folder = posix.dirname(file);
    // A configuration with a custom name may be in a subfolder; one with a standard name is in the project root.
    const root = isIncluded(file) ? ancestors(folder).find((one) => manifestAt(one) !== undefined) : folder;
    if (root === undefined || manifestAt(root) === undefined || isExcluded(root)) continue;
    const entry = projects.get(root) ?? { usual: [], included: [] };
    projects.set(root, entry);
    (isUsual && root === folder ? entry.usual : entry.included).push(file);
  }
  return [...projects].map(([root, { usual, included }]) => {
    const manifest = manifestAt(root) as ProjectManifest;
    const runs: TestFolder['runs'] = (runner) =>
      runner.isConfiguredByScripts
        ? scriptsRun(runner, root, manifest)
        : runsTests(runner, { root, manifest }, nxJson);
    return {
      folder: { root, usual: usual.sort(compareConfigFiles(testRunners)), included: included.sort(), runs },
      manifest,
    };
  });
}

/** A folder and its parents up to the workspace root. */
function ancestors(folder: string): string[] {
  const parent = posix.dirname(folder);
  return folder === parent ? [folder] : [folder, ...ancestors(parent)];
}

function testConfig(
  { file, path, runner, suffix, outsideFiles }: FoundTestConfig,
  { folder: { root }, manifest }: FoundProject,
  { inheritFrom }: PluginOptions,
  nxJson: NxJsonConfiguration,
): TestConfig {
  const inheritedFrom = findOwnTestTarget({
    runner,
    project: { root, manifest },
    nxJson,
    configFile: posix.relative(root, path),
    inheritFrom,
  });
  return { runner, file, suffix, outsideFiles, inheritedFrom };
}

/** Targets for the scripts of the workspace root would turn it into a project. */
function scriptsRun(runner: TestRunner, root: string, manifest: ProjectManifest): boolean {
  if (root === '.' && !manifest.isOwnProject) return false;
  return Object.values(manifest.scripts).some((script) => runner.parseCommand(script) !== undefined);
}

/** Nx reads the installed packages from these files. Without one, it rejects inputs that name packages. */
const lockfiles = lockfileNames.filter((name) => name !== 'npm-shrinkwrap.json');

function hasNamedInput(name: string, { manifest }: FoundProject, nxJson: NxJsonConfiguration): boolean {
  return name in (nxJson.namedInputs ?? {}) || manifest.namedInputs.includes(name);
}
