/** What this package relies on in the events of Node's test runner. */
export interface TestEvent {
  readonly type: string;
  readonly data: {
    readonly name?: string;
    /** 0 for a test file, and for what stands at the top of one. */
    readonly nesting?: number;
    /** Absolute. */
    readonly file?: string;
    readonly details?: { readonly duration_ms?: number; readonly error?: unknown };
  };
}

/** A test file has ended. */
export interface EndedFile {
  /** Absolute. */
  readonly file: string;
  readonly failed: boolean;
  readonly durationMs: number;
}
