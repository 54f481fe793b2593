/** The status of a file in the file system. Times in ns since 1970. */
export interface FileState {
  /** In bytes. */
  readonly size: bigint;
  readonly mtimeNs: bigint;
  /** When the content or the status last changed. Unlike the other time, programs can't set this one. */
  readonly ctimeNs: bigint;
  readonly ino: bigint;
}

/** The status of a file when its content was last hashed. */
export interface FileStamp extends FileState {
  readonly contentHash: string;
  /** In ms since 1970. A file that changed at or after this time may differ although its status is the same. */
  readonly indexedAt: number;
}

/** Cached content of unchanged files. Losing it costs time, never safety. */
export interface FileCache {
  /** @param path relative to the workspace root */
  file(path: string): FileStamp | undefined;
  /** The model of a module as JSON, by the key under which it was stored. */
  model(key: string): string | undefined;
}
