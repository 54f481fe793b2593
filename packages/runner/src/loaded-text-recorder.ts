import { readFileSync } from 'node:fs';
import { digest, isPathError, type LoadedTexts } from '@nx-testmon/core';

/** Saved before a test can replace it. */
const readFile = readFileSync;
/** Differs from the digest of every content. */
const unknownContent = 'unknown';

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

  /**
   * Reads the file of a module that is loaded, and records its content. If the system can't read it now, for example
   * because too many files are open, the content is recorded as unknown.
   *
   * @param path relative to the workspace
   * @param file absolute path
   * @returns `undefined` if it can't be read
   */
  addFile(path: string, file: string): Buffer | undefined {
    try {
      const content = readFile(file);
      this.add(path, content);
      return content;
    } catch (error) {
      if (!isPathError(error)) this.#addDigests(path, [unknownContent]);
      return undefined;
    }
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
