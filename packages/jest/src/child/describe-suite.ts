import { isAbsolute } from 'node:path';
import { formatWorkspaceText, nodeModulesEntryOf, type Suite } from '@nx-testmon/core';
import { coverageFolder, workspacePath } from '@nx-testmon/runner';
import type { GlobalConfig, ProjectConfig } from './jest-api';
import type { NamedConfig } from './suite-id';
import { checksTypes } from './type-checks';

/** Describes a Jest project as a suite. */
export async function describeSuite(
  workspaceRoot: string,
  globalConfig: GlobalConfig,
  { config, suite, runnerProject }: NamedConfig,
): Promise<Suite> {
  const path = (absolute: string): string => workspacePath(workspaceRoot, absolute);
  const place = (pattern: string): string => formatWorkspaceText(workspaceRoot, pattern);
  const roots = config.roots.map(path);
  const isTyped = await checksTypes(config);
  return {
    id: suite,
    runnerProject,
    root: path(config.rootDir),
    dir: path(config.rootDir),
    include: [],
    exclude: [],
    search: {
      roots,
      extensions: config.moduleFileExtensions.map((extension) => `.${extension}`),
      testMatch: config.testMatch.map(place),
      testRegex: config.testRegex.map(place),
      ignore: [...config.testPathIgnorePatterns, ...config.modulePathIgnorePatterns].map(place),
    },
    includeSource: [],
    typecheck: { include: [], exclude: [] },
    setup: named(setupModules(config, globalConfig)).map((module) => specifier(module, path)),
    setupFiles: named([config.setupFiles, config.setupFilesAfterEnv]).map((module) =>
      specifier(module, path),
    ),
    aliases: aliases(config, path),
    modulePaths: (config.modulePaths ?? []).map(path),
    moduleDirectories: (config.moduleDirectories ?? []).filter((name) => name !== 'node_modules'),
    mockRoots: roots,
    ...(config.automock === true ? { automock: true } : {}),
    ...(isTyped ? { checksTypes: true } : {}),
    // ES modules are linked. For CommonJS, this only selects a test for a broken import.
    linksNames: true,
    conditions: conditions(config),
    extensions: resolvedExtensions(config),
    mainFields: ['main'],
    snapshots: typeof config.snapshotResolver === 'string' ? 'custom' : 'default',
    isolate: true,
    ...coverageFolder(workspaceRoot, globalConfig.coverageDirectory),
  };
}

/** A path in the workspace, or the name of the package that contains it. */
function specifier(module: string, path: (absolute: string) => string): string {
  if (!isAbsolute(module)) return module;
  return nodeModulesEntryOf(module) ?? path(module);
}

function setupModules(config: ProjectConfig, globalConfig: GlobalConfig): Modules {
  return [
    config.globalSetup,
    config.globalTeardown,
    config.testEnvironment,
    config.runner,
    config.testRunner,
    config.resolver,
    config.snapshotResolver,
    config.snapshotSerializers,
    config.dependencyExtractor,
    config.haste?.hasteImplModulePath,
    config.prettierPath,
    config.transform.map(([, transformer]) => transformer),
    globalConfig.testSequencer,
    globalConfig.testResultsProcessor,
    (globalConfig.reporters ?? []).map(([reporter]) => reporter).filter(isAbsolute),
  ];
}

type Modules = readonly (string | null | undefined | readonly string[])[];

function named(modules: Modules): string[] {
  const all = modules.flat().filter((module) => typeof module === 'string');
  return [...new Set(all)].filter((module) => module !== '');
}

/**
 * Jest replaces the whole specifier by the target and fills in the groups of the pattern. An alias only
 * replaces the part that its pattern matches, so the pattern is extended to match the whole specifier.
 */
function aliases({ moduleNameMapper }: ProjectConfig, path: (absolute: string) => string): Suite['aliases'] {
  return (moduleNameMapper ?? []).flatMap(([pattern, targets]) =>
    [targets].flat().map((target) => ({
      find: `^[\\s\\S]*?(?:${pattern})[\\s\\S]*$`,
      pattern: true,
      replacement: (isAbsolute(target) ? path(target) : target).replace(/\$(?!\d)/g, '$$$$'),
    })),
  );
}

/**
 * The extensions in the order in which Jest tries them: `card.ios.ts` comes before `card.native.ts` and
 * `card.ts` if its platform is the default one.
 */
function resolvedExtensions({ moduleFileExtensions, haste }: ProjectConfig): string[] {
  const plain = moduleFileExtensions.map((extension) => `.${extension}`);
  const platforms = [haste?.defaultPlatform, haste?.platforms?.includes('native') === true ? 'native' : null];
  return [
    ...platforms.flatMap((platform) =>
      platform ? plain.map((extension) => `.${platform}${extension}`) : [],
    ),
    ...plain,
  ];
}

/** A docblock can change the environment of a test file, so the conditions of both environments are included. */
function conditions({ testEnvironmentOptions }: ProjectConfig): string[] {
  const own = testEnvironmentOptions?.['customExportConditions'];
  const custom = Array.isArray(own) ? own.filter((condition) => typeof condition === 'string') : [];
  return [...new Set([...custom, 'node', 'node-addons', 'browser'])];
}
