/** A test file in one suite. A file may belong to several suites, which run it in different ways. */
export interface TestFileId {
  /** Id of the suite, as text. */
  readonly suite: string;
  /** Relative to the workspace root, with forward slashes. */
  readonly path: string;
}

declare const isTestFileKey: unique symbol;

/** A test file as a map key. Only {@link testFileKey} creates one. */
export type TestFileKey = string & { readonly [isTestFileKey]: true };

/** Different test files have different keys, because no part can contain the separator. */
export function testFileKey({ suite, path }: TestFileId): TestFileKey {
  return `${suite}\0${path}` as TestFileKey;
}
