import type { Fallback } from './fallback';

/** Loaded native code. */
export interface NativeCode {
  /** Name of the npm package that contains it; absent outside packages. */
  readonly packageName?: string | undefined;
  /** Name of the file, without its folder. */
  readonly file: string;
}

/** The subject of a fallback caused by native code: `sqlite3 (node_sqlite3.node)`, or only the file. */
export function formatNativeCode({ packageName, file }: NativeCode): string {
  return packageName === undefined ? file : `${packageName} (${file})`;
}

/** The inverse of {@link formatNativeCode}. */
export function parseNativeCode(text: string): NativeCode {
  const [, packageName, file] = /^(\S+) \((.*)\)$/s.exec(text) ?? [];
  return file === undefined ? { file: text } : { packageName, file };
}

/** The specifier by which code would load the subject of a fallback; `undefined` if it is unknown. */
export function specifierOfFallback({ kind, subject }: Fallback): string | undefined {
  if (subject === undefined || kind !== 'native-code') return subject;
  const { packageName, file } = parseNativeCode(subject);
  return packageName ?? file;
}
