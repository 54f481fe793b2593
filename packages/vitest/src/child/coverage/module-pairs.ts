import { probePattern } from '@nx-testmon/core';
import { transformPlain, wantsNoProbes } from '../plain-transforms';
import type { ModuleNode, ModuleRequest, TransformResult, ViteModuleGraph } from '../vitest-api';

/** The pipeline that transforms modules in one Vite environment. */
export interface Pipeline {
  readonly moduleGraph: ViteModuleGraph;
  /** Called with the URL of a module. */
  readonly request: ModuleRequest;
}

/** The code of a module, from the same transforms with and without probes. */
export interface ModuleVersions {
  readonly file: string;
  readonly code: string;
  readonly plain: string;
}

/**
 * The modules with probes that one Vite environment has transformed. Each is also transformed without probes
 * as soon as it is loaded. If the two differ in more than probes, the module runs without them, so that it
 * can be reported in any case.
 */
export class ModulePairs {
  readonly #pipeline: Pipeline;
  /** Whether two versions only differ in probes. */
  readonly #compare: (versions: ModuleVersions) => boolean;
  readonly #onDifferent: (file: string) => void;
  /** Results without probes, by those with probes. */
  readonly #plain = new Map<
    TransformResult,
    { readonly node: ModuleNode; readonly result: TransformResult }
  >();
  readonly #pending = new Map<string, Promise<TransformResult | null>>();
  #isReported = false;

  /** @param onDifferent called with the file of a module that has to run without probes */
  constructor(
    pipeline: Pipeline,
    compare: (versions: ModuleVersions) => boolean,
    onDifferent: (file: string) => void,
  ) {
    this.#pipeline = pipeline;
    this.#compare = compare;
    this.#onDifferent = onDifferent;
  }

  /** Replaces the request of the pipeline. */
  request(url: string, ...more: unknown[]): Promise<TransformResult | null> {
    const request = () => this.#pipeline.request(url, ...more);
    if (wantsNoProbes()) return request();
    if (this.#isReported) return transformPlain(request);
    const known = this.#pending.get(url);
    if (known) return known;
    const pending = this.#transform(url, request).finally(() => this.#pending.delete(url));
    this.#pending.set(url, pending);
    return pending;
  }

  /** From now on, only modules without probes are returned, because nothing more is executed. */
  report(): void {
    this.#isReported = true;
    for (const { node, result } of this.#plain.values()) node.transformResult = result;
  }

  async #transform(
    url: string,
    request: () => Promise<TransformResult | null>,
  ): Promise<TransformResult | null> {
    const result = await request();
    if (result === null || !probePattern.test(result.code) || this.#plain.has(result)) return result;
    const { code } = result;
    const node = await this.#pipeline.moduleGraph.getModuleByUrl?.(url);
    if (node) node.transformResult = null;
    const plain = await transformPlain(request);
    const file = node?.file ?? url;
    if (node && plain && this.#compare({ file, code, plain: plain.code })) {
      node.transformResult = result;
      this.#plain.set(result, { node, result: plain });
      return result;
    }
    this.#onDifferent(file);
    return plain;
  }
}
