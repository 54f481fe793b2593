import * as nodePath from 'node:path';
import { isOutsideWorkspace, type Suite } from '@nx-testmon/core';
import { type ChildRequest, coverageFolder, workspacePath } from '@nx-testmon/runner';
import { canReport } from './coverage/coverage-report';
import { isIsolated } from './is-isolated';
import { runnerProject, suiteId } from './suite-id';
import { isKnownPlugin } from './known-plugins';
import type { ProjectApi, ProjectConfig, ViteAlias, ViteConfig, VitePlugin, VitestApi } from './vitest-api';

/** Describes a Vitest project as a suite. */
export function describeSuite(request: ChildRequest, vitest: VitestApi, project: ProjectApi): Suite {
  const { config } = project;
  const vite = (project.vite ?? project.server)?.config;
  if (vite === undefined)
    throw new Error(`Vitest ${vitest.version} does not show the Vite configuration of a project`);
  const path = (absolute: string): string => workspacePath(request.workspaceRoot, absolute);
  const specifier = (module: string): string => (nodePath.isAbsolute(module) ? path(module) : module);
  const typecheck = config.typecheck?.enabled === true ? config.typecheck : undefined;
  return {
    id: suiteId(request, vitest, project),
    runnerProject: runnerProject(vitest, project),
    root: path(config.root),
    dir: path(config.dir ?? config.root),
    include: typecheck?.only === true ? [] : config.include,
    exclude: config.exclude,
    includeSource: typecheck?.only === true ? [] : (config.includeSource ?? []),
    typecheck: {
      include: typecheck?.include ?? [],
      exclude: typecheck?.exclude ?? [],
      ...(typecheck?.tsconfig === undefined
        ? {}
        : { tsconfig: path(nodePath.resolve(config.root, typecheck.tsconfig)) }),
    },
    setup: setupModules(config).map(specifier),
    setupFiles: absoluteModules(config.root, [config.setupFiles]).map(specifier),
    aliases: vite.resolve.alias.filter(isUsers).map((alias) => ({
      find: typeof alias.find === 'string' ? alias.find : alias.find.source,
      pattern: typeof alias.find !== 'string',
      replacement: aliasTarget(request.workspaceRoot, alias.replacement),
    })),
    ...resolution(vite),
    snapshots:
      typeof (config.resolveSnapshotPath ?? config.snapshotOptions?.resolveSnapshotPath) === 'function'
        ? 'custom'
        : 'default',
    isolate: isIsolated(config),
    ...coverageFolder(request.workspaceRoot, resolveCoverageFolder(vitest)),
    ...(countsTexts(vitest, config, vite) ? { checksTypes: true } : {}),
  };
}

function resolveCoverageFolder({ config }: VitestApi): string {
  return nodePath.resolve(config.root, config.coverage.reportsDirectory ?? 'coverage');
}

/**
 * Whether the whole texts of modules count for all tests: a plugin of the user may read comments and types,
 * and no run shows which modules it changes. The plugins of frameworks, whose names start with `vite:`, only
 * read the syntax.
 */
function countsTexts(vitest: VitestApi, config: ProjectConfig, { plugins = [] }: ViteConfig): boolean {
  const isCollected = vitest.config.coverage.enabled !== true || canReport(vitest);
  const isWatched = isIsolated(config) && isCollected && config.browser?.enabled !== true;
  const isForeign = ({ name, transform }: VitePlugin) =>
    transform !== undefined && !isKnownPlugin(name) && !name.startsWith('vite:');
  return !isWatched && plugins.some(isForeign);
}

/** A path that begins with a slash and is not in the workspace may be relative to the suite's root. */
function aliasTarget(workspaceRoot: string, replacement: string): string {
  if (!nodePath.isAbsolute(replacement)) return replacement;
  const path = workspacePath(workspaceRoot, replacement);
  return isOutsideWorkspace(nodePath, path) ? replacement : path;
}

/** Vite's two own aliases point to its client, which no test imports. */
function isUsers({ find, replacement }: ViteAlias): boolean {
  return typeof replacement === 'string' && !(find instanceof RegExp && find.source.includes('@vite\\/'));
}

function resolution(vite: ViteConfig): Pick<Suite, 'conditions' | 'extensions' | 'mainFields'> {
  const parts = [
    vite.resolve,
    vite.ssr?.resolve,
    vite.environments?.['ssr']?.resolve,
    vite.environments?.['__vitest__']?.resolve,
  ];
  // Vite's placeholder for `production` or `development`. Tests always use `development`.
  const conditions = parts
    .flatMap((part) => [...(part?.conditions ?? []), ...(part?.externalConditions ?? [])])
    .map((condition) => (condition === 'development|production' ? 'development' : condition));
  return {
    conditions: [...new Set(conditions)],
    extensions: [...new Set(parts.flatMap((part) => part?.extensions ?? []))],
    mainFields: [...new Set(parts.flatMap((part) => part?.mainFields ?? []))],
  };
}

const builtinEnvironments: Readonly<Record<string, string | undefined>> = {
  node: undefined,
  jsdom: 'jsdom',
  'happy-dom': 'happy-dom',
  'edge-runtime': '@edge-runtime/vm',
};

function setupModules(config: ProjectConfig): string[] {
  const environments = [
    config.environment,
    ...(config.environmentMatchGlobs ?? []).map(([, environment]) => environment),
  ];
  const modules = [
    config.globalSetup,
    environments.map((environment) => environmentModule(config.root, environment)),
    config.runner,
    config.snapshotSerializers,
    config.snapshotEnvironment,
    config.diff,
    config.browser?.enabled === true ? config.browser.testerHtmlPath : undefined,
  ];
  return absoluteModules(config.root, modules);
}

function absoluteModules(root: string, modules: readonly unknown[]): string[] {
  const named = modules.flat().filter((module) => typeof module === 'string');
  return [
    ...new Set(named.map((module) => (module.startsWith('.') ? nodePath.resolve(root, module) : module))),
  ];
}

/** The name of an environment is built in, a path, or the rest of a package name after `vitest-environment-`. */
function environmentModule(root: string, environment: string | undefined): string | undefined {
  if (environment === undefined) return undefined;
  if (environment in builtinEnvironments) return builtinEnvironments[environment];
  if (environment.startsWith('.')) return nodePath.resolve(root, environment);
  return nodePath.isAbsolute(environment) ? environment : `vitest-environment-${environment}`;
}
