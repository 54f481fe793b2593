/** A test file of one suite: the same file may belong to several, which run it in their own ways. */
export interface TestFileId {
  /** Id of the suite, as text. */
  readonly suite: string;
  /** Relative to the workspace root, with forward slashes. */
  readonly path: string;
}

declare const isTestFileKey: unique symbol;

/** A test file as a key of maps; only {@link testFileKey} makes one. */
export type TestFileKey = string & { readonly [isTestFileKey]: true };

/** Equal for equal test files, and only for those: neither part can hold the separator. */
export function testFileKey({ suite, path }: TestFileId): TestFileKey {
  return `${suite}\0${path}` as TestFileKey;
}
