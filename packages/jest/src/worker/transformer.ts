import { digestParts, type InstrumentedModule } from '@nx-testmon/core';
import { chainSourceMaps } from './chain-source-maps';
import { compileTraced, tracingKey } from './compiled-reads';
import { loadInstrumenter } from './load-instrumenter';
import { loadModule } from './load-module';
import { ProbeCandidates } from './probe-candidate';
import type {
  ProbeTransformerOptions,
  TransformConfig,
  Transformer,
  TransformOptions,
} from './transformer-api';

interface Configured {
  readonly pattern: RegExp;
  readonly transformer: Transformer;
  readonly options: Readonly<Record<string, unknown>>;
}

/**
 * Writes probes into the original source, then hands it to the configured transformer, if there is one for
 * the file. Jest calls this once for each of its entries; each knows all of them, because an older Jest keeps
 * one transformer for each path.
 */
async function createTransformer(own: ProbeTransformerOptions): Promise<Transformer> {
  const configured = await Promise.all(
    own.transform.map(async ([pattern, path, options]): Promise<Configured> => {
      const transformer = await loadTransformer(path, options);
      return { pattern: new RegExp(pattern), transformer, options };
    }),
  );
  const instrumenter = loadInstrumenter(own);
  const candidates = new ProbeCandidates(own.workspaceRoot);
  const originals = new WeakMap<object, TransformConfig>();

  function configuredFor(path: string): Configured | undefined {
    return configured.find(({ pattern }) => pattern.test(path));
  }

  /** The options that the configured transformer would have seen without us. */
  function optionsFor({ options }: Configured, given: TransformOptions): TransformOptions {
    let config = originals.get(given.config);
    if (!config) originals.set(given.config, (config = { ...given.config, transform: own.transform }));
    return { ...given, config, transformerConfig: options };
  }

  function probed(
    source: string,
    path: string,
    { config }: TransformOptions,
  ): InstrumentedModule | undefined {
    const id = candidates.pathOf(path, source, config);
    return id === undefined ? undefined : instrumenter.insertProbes(source, path, id);
  }

  function cacheKey(inner: string, source: string, path: string, { config }: TransformOptions): string {
    const id = candidates.pathOf(path, source, config);
    return digestParts(['probes', tracingKey(path), instrumenter.version, id ?? 'none', inner]);
  }

  /** As Jest makes one for a transformer that makes none. */
  function defaultKey(source: string, path: string, { configString, instrument }: TransformOptions): string {
    return digestParts([source, configString, String(instrument), path]);
  }

  const transformer: Transformer = {
    process(source, path, options) {
      const inner = configuredFor(path);
      const instrumented = probed(source, path, options);
      if (!inner) return instrumented ?? { code: source };
      const { transformer } = inner;
      if (!transformer.process) throw new Error(`Jest: synchronous transformer for ${path} is missing`);
      const given = optionsFor(inner, options);
      return compileTraced(path, () => {
        if (!instrumented) return transformer.process!(source, path, given);
        return chainSourceMaps(transformer.process!(instrumented.code, path, given), instrumented.map);
      });
    },
    async processAsync(source, path, options) {
      const inner = configuredFor(path);
      const { processAsync, process } = inner?.transformer ?? {};
      if (!inner || (!processAsync && process)) return transformer.process!(source, path, options);
      const instrumented = probed(source, path, options);
      const given = optionsFor(inner, options);
      const result = await compileTraced(path, async () =>
        inner.transformer.processAsync!(instrumented?.code ?? source, path, given),
      );
      return instrumented ? chainSourceMaps(result, instrumented.map) : result;
    },
    getCacheKey(source, path, options) {
      const inner = configuredFor(path);
      const key = inner?.transformer.getCacheKey?.(source, path, optionsFor(inner, options));
      return cacheKey(key ?? defaultKey(source, path, options), source, path, options);
    },
    async getCacheKeyAsync(source, path, options) {
      const inner = configuredFor(path);
      if (!inner?.transformer.getCacheKeyAsync) return transformer.getCacheKey!(source, path, options);
      const key = await inner.transformer.getCacheKeyAsync(source, path, optionsFor(inner, options));
      return cacheKey(key, source, path, options);
    },
  };
  return transformer;
}

async function loadTransformer(path: string, options: unknown): Promise<Transformer> {
  const loaded = (await loadModule(path)) as Transformer & {
    createTransformer?(options: unknown): Transformer | Promise<Transformer>;
  };
  return loaded.createTransformer ? loaded.createTransformer(options) : loaded;
}

/** Jest takes the default export of what looks compiled. */
export default { createTransformer };
