import { digest, type LoadedTexts } from '@nx-testmon/core';

/** Records which texts run as modules of a workspace, in a process that loads them. */
export class LoadedTextRecorder {
  readonly #known = new Map<string, Set<string>>();
  readonly #untaken = new Map<string, Set<string>>();

  /**
   * Records that a module is loaded.
   *
   * @param path relative to the workspace
   * @param content the whole content of its file
   */
  add(path: string, content: string | Uint8Array): void {
    this.#addDigests(path, [digest(content)]);
  }

  /** Adds the records of another process. */
  addAll(texts: LoadedTexts): void {
    for (const [path, digests] of Object.entries(texts)) this.#addDigests(path, digests);
  }

  /** Whether a module is known to have been loaded with exactly this content. */
  isOnly(path: string, content: string | Uint8Array): boolean {
    const known = this.#known.get(path);
    return known?.size === 1 && known.has(digest(content));
  }

  /** Whether a module was loaded with more than one content. */
  hasSeveral(path: string): boolean {
    return (this.#known.get(path)?.size ?? 0) > 1;
  }

  /** The texts recorded since the last call; `undefined` if there are none. */
  take(): LoadedTexts | undefined {
    if (this.#untaken.size === 0) return undefined;
    const taken = toLoadedTexts(this.#untaken);
    this.#untaken.clear();
    return taken;
  }

  get isEmpty(): boolean {
    return this.#known.size === 0;
  }

  /** All recorded texts. */
  get all(): LoadedTexts {
    return toLoadedTexts(this.#known);
  }

  #addDigests(path: string, digests: Iterable<string>): void {
    for (const one of digests) if (addTo(this.#known, path, one)) addTo(this.#untaken, path, one);
  }
}

function toLoadedTexts(digests: ReadonlyMap<string, ReadonlySet<string>>): LoadedTexts {
  return Object.fromEntries([...digests].map(([path, some]) => [path, [...some]]));
}

/** @returns whether it is new */
function addTo(all: Map<string, Set<string>>, path: string, one: string): boolean {
  const known = all.get(path);
  if (known?.has(one)) return false;
  if (known) known.add(one);
  else all.set(path, new Set([one]));
  return true;
}
