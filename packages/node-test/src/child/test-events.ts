/** The part of the events of Node's test runner that this package uses. */
export interface TestEvent {
  readonly type: string;
  readonly data: {
    readonly name?: string;
    /** 0 for a test file and for its top-level tests. */
    readonly nesting?: number;
    /** Absolute. */
    readonly file?: string;
    readonly details?: {
      readonly duration_ms?: number;
      readonly error?: { readonly failureType?: string };
    };
  };
}

/** A finished test file. */
export interface EndedFile {
  /** Absolute. */
  readonly file: string;
  readonly failed: boolean;
  readonly durationMs: number;
  /** Names of the tests that failed. */
  readonly failedTests: readonly string[];
}
