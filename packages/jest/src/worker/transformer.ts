import { digest, digestParts, type InstrumentedModule, type Instrumenter } from '@nx-testmon/core';
import { untraced } from '@nx-testmon/runner';
import { compileTraced, tracingKey } from './compiled-reads';
import { type CompiledModule, coverModule, isCountedByV8, needsPlain } from './coverage/cover-module';
import { untracedInstrumenter } from './untraced-instrumenter';
import { loadedTextRecorder } from './loaded-texts';
import { loadModule } from './load-module';
import { rememberTexts } from './plain-texts';
import { ProbeCandidates } from './probe-candidate';
import { readsWholeText } from './reads-whole-text';
import { versionOfTransformer } from './transformer-version';
import type {
  ProbeTransformerOptions,
  TransformConfig,
  TransformResult,
  Transformer,
  TransformOptions,
} from './transformer-api';

interface ConfiguredTransformer {
  readonly pattern: RegExp;
  /** Path of the transformer's module. */
  readonly path: string;
  readonly transformer: Transformer;
  /** Version of its code. */
  readonly version: string;
  readonly options: Readonly<Record<string, unknown>>;
}

/**
 * Inserts probes into the original source, then passes it to the configured transformer, if there is one for
 * the file. Jest creates one instance for each of its entries. Each instance knows all of them, because older
 * versions of Jest keep one transformer for each path.
 */
class ProbeTransformer {
  readonly #own: ProbeTransformerOptions;
  readonly #configured: readonly ConfiguredTransformer[];
  readonly #instrumenter: Instrumenter;
  readonly #candidates: ProbeCandidates;
  readonly #originals = new WeakMap<object, TransformConfig>();

  constructor(
    own: ProbeTransformerOptions,
    candidates: ProbeCandidates,
    configured: readonly ConfiguredTransformer[],
  ) {
    this.#own = own;
    this.#configured = configured;
    this.#instrumenter = untracedInstrumenter(own);
    this.#candidates = candidates;
  }

  process(source: string, path: string, options: TransformOptions): TransformResult {
    this.#recordText(source, path);
    const inner = this.#configuredFor(path);
    const instrumented = this.#insertProbes(source, path, options);
    if (!inner) {
      const compiled = instrumented ?? { code: source };
      if (!options.instrument) return compiled;
      return this.#cover({ source, path, options, instrumented, compiled }, { code: source });
    }
    const { transformer } = inner;
    if (!transformer.process) throw new Error(`Jest: synchronous transformer for ${path} is missing`);
    const given = this.#optionsFor(inner, options);
    const compile = (code: string) => transformer.process!(code, path, given);
    return compileTraced(
      path,
      () => {
        const compiled = compile(instrumented?.code ?? source);
        const plain = instrumented && needsPlain(options) ? compile(source) : undefined;
        return this.#cover({ source, path, options, instrumented, compiled }, plain, inner);
      },
      () => this.#textRead(inner, source, path, options),
    );
  }

  async processAsync(source: string, path: string, options: TransformOptions): Promise<TransformResult> {
    const inner = this.#configuredFor(path);
    if (!inner || (!inner.transformer.processAsync && inner.transformer.process))
      return this.process(source, path, options);
    this.#recordText(source, path);
    const instrumented = this.#insertProbes(source, path, options);
    const given = this.#optionsFor(inner, options);
    const compile = (code: string) => inner.transformer.processAsync!(code, path, given);
    return compileTraced(
      path,
      async () => {
        const compiled = await compile(instrumented?.code ?? source);
        const plain = instrumented && needsPlain(options) ? await compile(source) : undefined;
        return this.#cover({ source, path, options, instrumented, compiled }, plain, inner);
      },
      () => this.#textRead(inner, source, path, options),
    );
  }

  #cover(
    module: Pick<CompiledModule, 'source' | 'path' | 'options' | 'instrumented' | 'compiled'>,
    plain: TransformResult | undefined,
    inner?: ConfiguredTransformer,
  ): TransformResult {
    const isTransformed = inner !== undefined;
    const canInstrument = inner?.transformer.canInstrument === true;
    return coverModule({ ...module, plain, isTransformed, canInstrument }, this.#instrumenter.alignCode);
  }

  /** Called for each module that a process loads, even if Jest then takes it from its cache. */
  getCacheKey(source: string, path: string, options: TransformOptions): string {
    this.#recordText(source, path);
    const inner = this.#configuredFor(path);
    const key = inner?.transformer.getCacheKey?.(source, path, this.#optionsFor(inner, options));
    return this.#cacheKey(
      [inner?.version ?? '', key ?? defaultKey(source, path, options)],
      source,
      path,
      options,
    );
  }

  async getCacheKeyAsync(source: string, path: string, options: TransformOptions): Promise<string> {
    const inner = this.#configuredFor(path);
    if (!inner?.transformer.getCacheKeyAsync) return this.getCacheKey(source, path, options);
    this.#recordText(source, path);
    const key = await inner.transformer.getCacheKeyAsync(source, path, this.#optionsFor(inner, options));
    return this.#cacheKey([inner.version, key], source, path, options);
  }

  #recordText(source: string, file: string): void {
    const path = this.#candidates.workspacePathOf(file);
    if (path !== undefined) loadedTextRecorder().add(path, source);
  }

  #configuredFor(path: string): ConfiguredTransformer | undefined {
    return this.#configured.find(({ pattern }) => pattern.test(path));
  }

  /** The options that the configured transformer would get without nx-testmon. */
  #optionsFor({ options }: ConfiguredTransformer, given: TransformOptions): TransformOptions {
    let config = this.#originals.get(given.config);
    if (!config)
      this.#originals.set(given.config, (config = { ...given.config, transform: this.#own.transform }));
    return { ...given, config, transformerConfig: options };
  }

  /** The digest of a file's text by its path in the workspace, if the transformer may read all of it. */
  #textRead(inner: ConfiguredTransformer, source: string, file: string, { config }: TransformOptions) {
    const path = this.#candidates.workspacePathOf(file);
    if (path === undefined) return {};
    const compiled = { path: file, cwd: config.cwd ?? this.#own.workspaceRoot };
    return readsWholeText(inner, compiled) ? { [path]: digest(source) } : {};
  }

  #insertProbes(source: string, path: string, { config }: TransformOptions): InstrumentedModule | undefined {
    const id = this.#candidates.pathOf(path, source, config);
    return id === undefined ? undefined : this.#instrumenter.insertProbes(source, path, id);
  }

  #plainTexts(
    source: string,
    path: string,
    id: string,
    options: TransformOptions,
  ): ReadonlyMap<string, string> | undefined {
    const inner = this.#configuredFor(path);
    const instrumented = this.#instrumenter.insertProbes(source, path, id);
    if (instrumented === undefined || (inner && !inner.transformer.process)) return undefined;
    const given = inner && this.#optionsFor(inner, options);
    const compile = (code: string) => (given ? inner.transformer.process!(code, path, given).code : code);
    const [code, plain] = untraced(() => [compile(instrumented.code), compile(source)] as const);
    return this.#instrumenter.findPlainTexts(code, plain);
  }

  /**
   * Jest requests the key of each module that it loads, whether or not the module is transformed.
   *
   * @param configured version and key of the configured transformer
   */
  #cacheKey(configured: readonly string[], source: string, path: string, options: TransformOptions): string {
    const { config } = options;
    const id = this.#candidates.pathOf(path, source, config);
    if (id !== undefined)
      rememberTexts(config.id ?? '', id, () => this.#plainTexts(source, path, id, options));
    const coverage = options.instrument ? 'instrumented' : isCountedByV8(options) ? 'counted' : '';
    return digestParts([
      ...['probes', coverage, tracingKey(path), this.#instrumenter.version, id ?? 'none'],
      ...configured,
    ]);
  }
}

/** The key that Jest computes for a transformer without its own. */
function defaultKey(source: string, path: string, { configString, instrument }: TransformOptions): string {
  return digestParts([source, configString, String(instrument), path]);
}

async function createTransformer(own: ProbeTransformerOptions): Promise<Transformer> {
  const candidates = new ProbeCandidates(own.workspaceRoot);
  const isOwn = (file: string) => candidates.workspacePathOf(file) !== undefined;
  const configured = await Promise.all(
    own.transform.map(async ([pattern, path, options]): Promise<ConfiguredTransformer> => {
      const transformer = await loadTransformer(path, options);
      const version = versionOfTransformer(path, isOwn);
      return { pattern: new RegExp(pattern), path, transformer, version, options };
    }),
  );
  const transformer = new ProbeTransformer(own, candidates, configured);
  // Plain members, as in Jest's transformers, because a wrapper of this one may copy them.
  return {
    canInstrument: true,
    process: (...args) => transformer.process(...args),
    processAsync: (...args) => transformer.processAsync(...args),
    getCacheKey: (...args) => transformer.getCacheKey(...args),
    getCacheKeyAsync: (...args) => transformer.getCacheKeyAsync(...args),
  };
}

async function loadTransformer(path: string, options: unknown): Promise<Transformer> {
  const loaded = (await loadModule(path)) as Transformer & {
    createTransformer?(options: unknown): Transformer | Promise<Transformer>;
  };
  return loaded.createTransformer ? loaded.createTransformer(options) : loaded;
}

/** Jest uses the default export of modules that look compiled. */
export default { createTransformer };
