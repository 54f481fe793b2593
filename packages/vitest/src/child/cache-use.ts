import { readsOfProcess } from '@nx-testmon/runner';
import {
  type ReadsNothing,
  readsNothing,
  shortHash,
  type UncachedModules,
  uncachedModules,
} from './module-cache';
import { onDataRead } from './trace-workers';

/** Decides in one collecting run which modules Vitest may take from its cache of transformed modules. */
export class CacheUse {
  readonly #uncached: UncachedModules | undefined;
  readonly #nothing: ReadsNothing | undefined;
  #readBefore: string | false = false;
  #hasRead = false;

  /**
   * @param folder absolute path of Vitest's cache in collecting runs, where there is one
   * @param configuration what distinguishes the configuration from others
   */
  constructor(folder: string | undefined, configuration: string) {
    if (folder === undefined) return;
    this.#uncached = uncachedModules(folder);
    this.#nothing = readsNothing(folder, configuration);
  }

  /** What the configuration has read, as a digest; `false` where no module may come from the cache. */
  get readBefore(): string | false {
    return this.#readBefore;
  }

  /** To be called before the first module is transformed. */
  start(): void {
    this.#readBefore = this.#nothing?.isRecorded() === true && describeReads();
    const isTraced = onDataRead(() => {
      this.#hasRead = true;
      this.#readBefore = false;
      this.#nothing?.withdraw();
    });
    if (!isTraced) this.#readBefore = false;
  }

  /** To be called after the last test file. */
  end(): void {
    if (!this.#hasRead) this.#nothing?.record();
  }

  /** From now on this module is transformed in every run. */
  exclude(path: string): void {
    this.#uncached?.add(path);
  }

  /** Whether Vitest's cache may hold this module, with its probes. */
  mayHold(path: string): boolean {
    return this.#uncached?.has(path) === false;
  }
}

function describeReads(): string {
  const { files, folders, lookups } = readsOfProcess() ?? {};
  return shortHash(JSON.stringify([files, folders, lookups]));
}
