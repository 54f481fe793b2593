/** The status of a file in the file system. Times in ns since 1970. */
export interface FileState {
  /** In bytes. */
  readonly size: bigint;
  readonly mtimeNs: bigint;
  /** When the content or the status last changed. Programs can set the other time, but not this one. */
  readonly ctimeNs: bigint;
  readonly ino: bigint;
}

/** A file as it was when its content was last hashed. */
export interface FileStamp extends FileState {
  readonly contentHash: string;
  /** In ms since 1970; a file that changed at or after it may differ without a new stamp. */
  readonly indexedAt: number;
}

/** Cached content of files that have not changed. Losing it costs time, never safety. */
export interface FileCache {
  /** @param path relative to the workspace root */
  file(path: string): FileStamp | undefined;
  /** The model of a module as JSON, under whatever key it was stored. */
  model(key: string): string | undefined;
}
