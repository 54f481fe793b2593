import type { CodeAligner } from '@nx-testmon/core';
import {
  type AlignedCode,
  coverageWithoutProbes,
  describedCode,
  type FileCoverage,
} from '@nx-testmon/runner';
import { wantsNoProbes } from '../plain-transforms';
import type { CoverageProvider, ViteEnvironment } from '../vitest-api';

/** A module in the form that Istanbul received, and its coverage. */
interface IstanbulModule {
  readonly code: string;
  readonly coverage: FileCoverage;
}

interface ModulePair {
  readonly withProbes: FileCoverage;
  readonly plain: FileCoverage;
  readonly code: AlignedCode;
}

/** Modules that Istanbul has instrumented, with and without probes, and its counters. */
export class IstanbulModules {
  readonly #alignCode: CodeAligner;
  readonly #withProbes = new Map<object | undefined, Map<string, IstanbulModule>>();
  readonly #plain = new Map<object | undefined, Map<string, IstanbulModule>>();
  /** By the description of the code in the coverage of the module with probes. */
  readonly #pairs = new Map<string, ModulePair>();

  constructor(alignCode: CodeAligner) {
    this.#alignCode = alignCode;
  }

  /** Must be called before the provider transforms its first module. */
  watch(provider: CoverageProvider): void {
    const { onFileTransform, readCoverageFiles, instrumenter } = provider;
    if (!onFileTransform || !instrumenter) return;
    let last: IstanbulModule | undefined;
    const instrument = instrumenter.instrumentSync.bind(instrumenter);
    instrumenter.instrumentSync = (code, ...more) => {
      const result = instrument(code, ...more);
      // Some versions instrument again for a source map.
      last ??= { code, coverage: instrumenter.lastFileCoverage() };
      return result;
    };
    provider.onFileTransform = (code, id, context) => {
      last = undefined;
      const result = onFileTransform.call(provider, code, id, context);
      if (last) this.#keep(context.environment, id, last);
      return result;
    };
    provider.readCoverageFiles = (readers) =>
      readCoverageFiles!.call(provider, {
        ...readers,
        onFileRead: (coverage) => readers.onFileRead(this.#withoutProbes(coverage)),
      });
  }

  /**
   * Whether both versions of a module have the same code to cover. True if Istanbul has instrumented neither.
   */
  agree(environment: ViteEnvironment, file: string): boolean {
    const [withProbes, plain] = [this.#withProbes, this.#plain].map((one) => one.get(environment)?.get(file));
    if (!withProbes || !plain) return withProbes === plain;
    const alignment = this.#alignCode(withProbes.code, plain.code);
    if (!alignment) return false;
    const code: AlignedCode = { code: withProbes.code, plain: plain.code, alignment };
    const left = coverageWithoutProbes(withProbes.coverage, code);
    if (describedCode(left) !== describedCode(plain.coverage)) return false;
    this.#pairs.set(describedCode(withProbes.coverage), {
      withProbes: withProbes.coverage,
      plain: plain.coverage,
      code,
    });
    return true;
  }

  #keep(environment: object | undefined, id: string, instrumented: IstanbulModule): void {
    const kept = wantsNoProbes() ? this.#plain : this.#withProbes;
    const modules = kept.get(environment) ?? new Map<string, IstanbulModule>();
    kept.set(environment, modules.set(id, instrumented));
  }

  #withoutProbes(coverage: Readonly<Record<string, FileCoverage>>): Record<string, FileCoverage> {
    const entries = Object.entries(coverage).map(([path, one]) => {
      const pair = this.#pairs.get(describedCode(one));
      const left = pair && coverageWithoutProbes(one, pair.code, pair.plain.inputSourceMap);
      return [path, left ?? one] as const;
    });
    return Object.fromEntries(entries);
  }
}
