import * as nodeModule from 'node:module';
import { isAbsolute, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Instrumenter, namesOfMarks } from '@nx-testmon/core';
import type { PlainTextFinder } from '../function-text/patch-function-text';
import { LoadedTextRecorder } from '../loaded-text-recorder';
import { findTextsIn, type LoadedModule } from './find-texts-in';

export interface NodeLoadsInput {
  /** Absolute path with links resolved. */
  readonly workspaceRoot: string;
  /** Called when the first module of the workspace is loaded. */
  readonly openInstrumenter: () => Instrumenter;
  /**
   * Whether a module gets no probes and counts as a whole.
   *
   * @param file absolute path
   */
  readonly isWithoutProbes: (file: string) => boolean;
  /** Runs nx-testmon's own work untraced. */
  readonly untraced: <Result>(work: () => Result) => Result;
}

/** The result of Node's loader hooks. */
interface LoadResult {
  readonly format?: string | null;
  readonly source?: string | ArrayBuffer | Uint8Array | null;
}
type Load = (url: string, context: object, next: (url: string, context: object) => LoadResult) => LoadResult;

interface ModuleWithProbes extends LoadedModule {
  readonly blocks: readonly string[];
}

/** A module that is required from a package without `type` has no format until it is compiled. */
const isCode = /^(?:(?:commonjs|module)(?:-typescript)?)?$/;

/** Matches the part of a plain URL below the workspace. */
const isPackageUrl = /^(?!.*\/\.\.\/)[\w@+~.()/-]*\/node_modules\//;

/**
 * Inserts probes into the modules of the workspace that Node's own loader loads in this process from now on.
 */
export function instrumentNodeLoads(input: NodeLoadsInput): InstrumentedNodeLoads {
  const loads = new InstrumentedNodeLoads(input);
  const load: Load = (url, context, next) => loads.change(url, next(url, context));
  (nodeModule as unknown as { registerHooks(hooks: { load: Load }): void }).registerHooks({ load });
  return loads;
}

/** The modules that Node's own loader has loaded in this process, with probes where possible. */
export class InstrumentedNodeLoads {
  /** The texts of all modules of the workspace. */
  readonly texts = new LoadedTextRecorder();
  readonly findPlainText: PlainTextFinder;
  readonly #input: NodeLoadsInput;
  readonly #modules = new Map<string, ModuleWithProbes>();
  /** Paths of modules that were loaded without probes. */
  readonly #withoutProbes = new Set<string>();
  /** Ends with a slash. */
  readonly #workspaceUrl: string;
  #instrumenter: Instrumenter | undefined;

  constructor(input: NodeLoadsInput) {
    this.#input = input;
    this.#workspaceUrl = `${pathToFileURL(input.workspaceRoot).href}/`;
    this.findPlainText = findTextsIn(this.#modules, (...texts) => this.#open().findPlainTexts(...texts));
  }

  /**
   * Whether a module had probes each time it was loaded.
   *
   * @param path relative to the workspace
   */
  hadProbes(path: string): boolean {
    return this.#modules.has(path) && !this.#withoutProbes.has(path);
  }

  /**
   * Names of the executed blocks, by the path of each module with probes.
   *
   * @param marks of the realm
   */
  executedBlocks(marks: Iterable<readonly [string, Uint8Array]>): Record<string, string[]> {
    const executed: Record<string, string[]> = {};
    for (const [path, seen] of marks) {
      const names = namesOfMarks(this.#modules.get(path)?.blocks ?? [], seen);
      if (names !== undefined && this.hadProbes(path)) executed[path] = names;
    }
    return executed;
  }

  /** @param loaded the result of loading a URL in Node */
  change(url: string, loaded: LoadResult): LoadResult {
    if (!url.startsWith('file:') || this.#isOfPackage(url)) return loaded;
    const { workspaceRoot, untraced } = this.#input;
    const file = fileURLToPath(url.replace(/[?#].*$/, ''));
    const path = relative(workspaceRoot, file).split(sep).join('/');
    if (path.startsWith('../') || isAbsolute(path) || /(?:^|\/)node_modules\//.test(path)) return loaded;
    const code = untraced(() => this.#withProbes({ url, file, path }, loaded));
    if (code !== undefined) return { ...loaded, source: code };
    this.#withoutProbes.add(path);
    return loaded;
  }

  /** Most modules by far belong to packages. A URL in another form is examined as a path. */
  #isOfPackage(url: string): boolean {
    return url.startsWith(this.#workspaceUrl) && isPackageUrl.test(url.slice(this.#workspaceUrl.length - 1));
  }

  #withProbes(
    { url, file, path }: { readonly url: string; readonly file: string; readonly path: string },
    { format, source }: LoadResult,
  ): string | undefined {
    const content = this.texts.addFile(path, file);
    if (content === undefined) return undefined;
    const isVersion = url.includes('?') || url.includes('#');
    if (isVersion || !isCode.test(format ?? '') || this.#input.isWithoutProbes(file)) return undefined;
    if (source === null || source === undefined) return undefined;
    const text = textOf(source);
    // If another hook has changed the source, its blocks differ from those of the file.
    if (text !== content.toString('utf8')) return undefined;
    const instrumented = this.#insertProbes(text, file, path);
    if (instrumented === undefined) return undefined;
    const { code, blocks } = instrumented;
    this.#modules.set(path, { file, text, code, blocks });
    return code;
  }

  /** A test may have replaced functions that this needs. The module then counts as a whole. */
  #insertProbes(text: string, file: string, path: string) {
    try {
      return this.#open().insertProbes(text, file, path);
    } catch {
      return undefined;
    }
  }

  #open(): Instrumenter {
    return (this.#instrumenter ??= this.#input.openInstrumenter());
  }
}

function textOf(source: string | ArrayBuffer | Uint8Array): string {
  return typeof source === 'string' ? source : Buffer.from(source as Uint8Array).toString('utf8');
}
