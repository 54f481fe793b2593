import { fileURLToPath } from 'node:url';
import type { CodeAligner, CodeAlignment } from '@nx-testmon/core';
import { countsWithoutProbes } from '@nx-testmon/runner';
import { isSetupFile } from '../setup-file';
import { searchUntraced } from '../trace-workers';
import type {
  CoverageOptions,
  CoverageProvider,
  ProjectApi,
  ScriptCoverage,
  ViteEnvironment,
  VitestApi,
} from '../vitest-api';
import { IstanbulModules } from './istanbul-modules';
import { ModulePairs, type ModuleVersions } from './module-pairs';

/**
 * Keeps probes out of the coverage report of a run. Modules run with probes. The provider gets the output of
 * the same transforms without probes, and the counts for it.
 */
export class CoverageReport {
  readonly #vitest: VitestApi;
  readonly #alignCode: CodeAligner;
  readonly #onDifferent: (file: string) => void;
  readonly #pairs = new Map<ViteEnvironment, ModulePairs>();
  /** By the file of the module. */
  readonly #alignments = new Map<ViteEnvironment, Map<string, CodeAlignment>>();
  readonly #istanbul: IstanbulModules;

  /** @param onDifferent called with the file of a module that has to run without probes */
  constructor(vitest: VitestApi, alignCode: CodeAligner, onDifferent: (file: string) => void) {
    this.#vitest = vitest;
    this.#alignCode = alignCode;
    this.#onDifferent = onDifferent;
    this.#istanbul = new IstanbulModules(alignCode);
  }

  /** Must be called before the first module is transformed. */
  attach(): void {
    const vitest = this.#vitest;
    for (const project of vitest.projects) for (const one of environmentsOf(project)) this.#watch(one);
    const init = vitest.initCoverageProvider!.bind(vitest);
    vitest.initCoverageProvider = async () => {
      const isNew = !vitest.coverageProvider;
      const result = await init();
      if (isNew && vitest.coverageProvider) this.#change(vitest.coverageProvider);
      return result;
    };
  }

  #watch(environment: ViteEnvironment): void {
    const { moduleGraph } = environment;
    const vitest = this.#vitest;
    if (this.#pairs.has(environment) || !moduleGraph) return;
    const request = environment.transformRequest!.bind(environment);
    const pairs = new ModulePairs(
      { moduleGraph, request },
      (versions) =>
        vitest.config.coverage.provider === 'istanbul'
          ? this.#istanbul.agree(environment, versions.file)
          : this.#align(environment, versions),
      this.#onDifferent,
    );
    this.#pairs.set(environment, pairs);
    environment.transformRequest = (...args) => pairs.request(...args);
  }

  #align(environment: ViteEnvironment, { file, code, plain }: ModuleVersions): boolean {
    const alignment = this.#alignCode(code, plain);
    if (alignment?.hasSuspendingOperand === true) return false;
    const alignments = this.#alignments.get(environment) ?? new Map<string, CodeAlignment>();
    if (alignment) this.#alignments.set(environment, alignments.set(file, alignment));
    return alignment !== undefined;
  }

  #change(provider: CoverageProvider): void {
    const { isIncluded, generateCoverage, reportCoverage, convertCoverage } = provider;
    provider.isIncluded = (file, ...more) => !isSetupFile(file) && isIncluded!.call(provider, file, ...more);
    provider.generateCoverage = (...args) => {
      for (const pairs of this.#pairs.values()) pairs.report();
      return searchUntraced(() => generateCoverage!.apply(provider, args));
    };
    provider.reportCoverage = (...args) => searchUntraced(() => reportCoverage!.apply(provider, args));
    if (convertCoverage) {
      provider.convertCoverage = ({ result, ...rest }, project, name) =>
        convertCoverage.call(
          provider,
          { ...rest, result: result.map((script) => this.#withoutProbes(script, project, name)) },
          project,
          name,
        );
    }
    this.#istanbul.watch(provider);
  }

  #withoutProbes(script: ScriptCoverage, project = this.#vitest.getRootProject(), name = ''): ScriptCoverage {
    const environment = (project.vite ?? project.server)?.environments?.[name];
    const alignments = environment && this.#alignments.get(environment);
    const alignment = script.url.startsWith('file://')
      ? alignments?.get(fileURLToPath(script.url))
      : undefined;
    if (!alignment) return script;
    const functions = countsWithoutProbes(script.functions, alignment, script.startOffset ?? 0);
    return { ...script, functions };
  }
}

/** Whether this provider's report can be the same as without probes. */
export function canReport({ config, projects, version }: VitestApi): boolean {
  const { provider = 'v8', instrumenter }: CoverageOptions = config.coverage;
  return (
    Number.parseInt(version, 10) > 3 &&
    ['v8', 'istanbul'].includes(provider) &&
    instrumenter === undefined &&
    projects.every((project) => environmentsOf(project).length > 0)
  );
}

function environmentsOf({ vite, server }: ProjectApi): ViteEnvironment[] {
  return Object.values((vite ?? server)?.environments ?? {}).filter(
    ({ transformRequest, moduleGraph }) => transformRequest && moduleGraph,
  );
}
