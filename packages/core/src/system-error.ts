import { isObject } from './is-object';

/** What Node itself refuses, in place of the system: a path that no file can have, and content that is too large. */
const ofNode: ReadonlySet<unknown> = new Set([
  'ERR_FS_FILE_TOO_LARGE',
  'ERR_INVALID_ARG_VALUE',
  'ERR_STRING_TOO_LONG',
]);

/** The message of an error that the system returned; anything else is a bug and is thrown on. */
export function systemMessage(error: unknown): string {
  rethrowUnlessSystemError(error);
  return (error as Error).message;
}

/** For steps that may fail without a message, such as reading a file that may be missing or removing a temporary one. */
export function rethrowUnlessSystemError(error: unknown): void {
  if (!isOfSystem((error as { readonly code?: unknown }).code)) throw error;
}

function isOfSystem(code: unknown): boolean {
  return ofNode.has(code) || (typeof code === 'string' && /^(?:E[A-Z0-9]+|UNKNOWN)$/.test(code));
}

/**
 * Codes of a process or a system that has no resources left, and of a device that fails. They do not say whether the
 * path exists.
 */
const independentOfPath: ReadonlySet<unknown> = new Set(['EAGAIN', 'EIO', 'EMFILE', 'ENFILE', 'ENOMEM']);

/**
 * For reads where a failure means that the path can't be read: a process with too many open files must not find a
 * workspace without files.
 */
export function rethrowUnlessPathError(error: unknown): void {
  if (!isPathError(error)) throw error;
}

/** The result of a read; `undefined` if its path can't be read. Other errors are thrown on. */
export function attemptRead<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch (error) {
    rethrowUnlessPathError(error);
    return undefined;
  }
}

/** Whether a read failed because of its path. False for a bug as well. */
export function isPathError(error: unknown): boolean {
  const { code } = error as { readonly code?: unknown };
  return isOfSystem(code) && !independentOfPath.has(code);
}

/** Whether a call failed because a process or the system has no resources left, or because a device fails. */
export function isSystemFailure(error: unknown): boolean {
  return isObject(error) && independentOfPath.has(error['code']);
}

/** Whether a call failed because too many files are open: in the process (`EMFILE`), or in the system (`ENFILE`). */
export function isOpenFilesFailure(error: unknown): boolean {
  return isObject(error) && (error['code'] === 'EMFILE' || error['code'] === 'ENFILE');
}
