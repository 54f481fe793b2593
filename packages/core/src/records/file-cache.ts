/** A file as it was when its content was last hashed. */
export interface FileStamp {
  /** In bytes. */
  readonly size: number;
  readonly mtimeMs: number;
  readonly ino: number;
  readonly contentHash: string;
  /** In ms since 1970; a file modified at or after it may differ without a new stamp. */
  readonly indexedAt: number;
}

/** What saves reading and parsing a file that has not changed. Losing it costs time, never safety. */
export interface FileCache {
  /** @param path relative to the workspace root */
  file(path: string): FileStamp | undefined;
  /** The model of a module as JSON, under whatever key it was stored. */
  model(key: string): string | undefined;
}
