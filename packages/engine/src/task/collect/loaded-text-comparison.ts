import {
  digest,
  hasScope,
  isStateAsRead,
  moduleOfBlock,
  parseBlockId,
  type ReadTrace,
  type RunResult,
  type TestDependencies,
  type TestFileResult,
  createdPathMatcher,
} from '@nx-testmon/core';
import type { WorkspaceFiles } from '@nx-testmon/graph';
import { loadedModulesOf } from './loaded-modules';

/** A module as it was executed: its path and the digest of its text. */
type LoadedText = readonly [path: string, digest: string];

/** Compares the modules that a run loaded with the content of their files after the run. */
export class LoadedTextComparison {
  readonly #run: RunResult;
  readonly #after: WorkspaceFiles;
  /** Whether it is known which test files load or create a path. */
  readonly #isAttributed: (path: string) => boolean;
  /** Modules that a process for several test files loaded with another text. */
  readonly #different: ReadonlySet<string>;
  /** Modules whose text a process of the run loaded. */
  readonly #loaded: ReadonlySet<string>;

  /** @param after the files after the run */
  constructor(run: RunResult, after: WorkspaceFiles) {
    this.#run = run;
    this.#after = after;
    const loaded = loadedModulesOf(run);
    const isCreated = createdPathMatcher(run.results.flatMap(({ reads }) => reads ?? []));
    this.#isAttributed = (path) => loaded.has(path) || isCreated(path);
    this.#different = new Set(this.#findDifferent([...textsOf(run), ...textsRead(run.reads)]));
    this.#loaded = new Set(
      [run, ...run.results].flatMap(({ loadedTexts }) => Object.keys(loadedTexts ?? {})),
    );
  }

  /** Whether an instrumenting process has loaded a module, for any test file. */
  wasLoaded(path: string): boolean {
    return this.#loaded.has(path);
  }

  /**
   * Whether a test file may have run a module with a text that its file does not have after the run. This is
   * the only sign of an edit that was undone during the run.
   *
   * @param dependencies of the test file after the run
   */
  differsFor(result: TestFileResult, dependencies: TestDependencies): boolean {
    const own = this.#findDifferent(textsOf(result));
    const shared = [...this.#different, ...this.#findDifferent(textsRead(result.reads))];
    if (own.length === 0 && shared.length === 0) return false;
    const wasCreated = createdPathMatcher([result.reads, this.#run.reads].flatMap((trace) => trace ?? []));
    const mayRun = this.#modulesOf(result, dependencies);
    return [...own, ...shared.filter(mayRun)].some((path) => !wasCreated(path));
  }

  /**
   * The modules that a test file may have executed: those that it loaded or reaches, and those that no other
   * test file loaded or reaches.
   */
  #modulesOf(
    { reads, collected }: TestFileResult,
    { modules, hashes }: TestDependencies,
  ): (path: string) => boolean {
    const loaded = reads?.loaded;
    // A started process may run any module.
    const startsProcess = [reads, this.#run.reads].some((trace) => hasScope(trace?.fallbacks, 'project'));
    if (loaded === undefined || startsProcess) return () => true;
    const named = [...hashes.keys()].flatMap((block) => pathOfBlock(block) ?? []);
    // The modules of processes that the test started are among the read files.
    const read = Object.keys(reads?.files ?? {});
    const own = new Set([...loaded, ...read, ...Object.keys(collected ?? {}), ...modules, ...named]);
    return (path) => own.has(path) || !this.#isAttributed(path);
  }

  #findDifferent(texts: readonly LoadedText[]): string[] {
    return texts.filter(([path, loaded]) => !this.#isContent(path, loaded)).map(([path]) => path);
  }

  #isContent(path: string, loaded: string): boolean {
    const kind = this.#after.kindOf(path);
    if (kind !== 'file') return loaded === (kind ?? 'missing');
    const hash = this.#after.contentHash(path) ?? 'missing';
    // A read also records whether the file is executable, which does not affect its text.
    return isStateAsRead(loaded, hash) || digestsAsLoaded(this.#after.text(path)).includes(loaded);
  }
}

function textsOf({ loadedTexts = {} }: RunResult | TestFileResult): LoadedText[] {
  return Object.entries(loadedTexts).flatMap(([path, digests]) => digests.map((one) => [path, one] as const));
}

/** Files that were read to be executed, each in the state of its first read. */
function textsRead(trace: ReadTrace | undefined): LoadedText[] {
  return Object.entries(trace?.modules ?? {});
}

/**
 * Digests of a text in the forms in which test runners pass it on: decoded from UTF-8, which replaces invalid
 * bytes, and without a byte order mark or a first line that names an interpreter.
 */
function digestsAsLoaded(text: string | undefined): string[] {
  if (text === undefined) return [];
  const unmarked = text.replace(/^\uFEFF/, '');
  return [text, unmarked, unmarked.replace(/^#!.*/, '')].map((one) => digest(one));
}

/** The path of the module or file that a block belongs to. */
function pathOfBlock(block: string): string | undefined {
  const id = parseBlockId(block);
  if (id === undefined) return undefined;
  return moduleOfBlock(id) ?? ('path' in id ? id.path : undefined);
}
