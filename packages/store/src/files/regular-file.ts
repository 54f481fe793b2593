import {
  appendFileSync,
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readSync,
  type Stats,
} from 'node:fs';

/**
 * Flags that a platform does not have are left out. There, {@link openRegularFile} relies on its check before
 * opening.
 */
const guarded = (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/**
 * Opens a file that may come from an untrusted source: only a regular file, never through a link, which could lead
 * out of the store, and without waiting for the other end of a FIFO.
 *
 * @param flags in addition to those that protect the call
 * @returns a descriptor, which the caller closes
 * @throws NodeJS.ErrnoException `EFTYPE` if it is not a regular file, or the error of the system
 */
export function openRegularFile(file: string, flags: number = constants.O_RDONLY): number {
  const before = lstatSync(file, { throwIfNoEntry: false });
  if (before !== undefined && !before.isFile()) throw notRegular(file, before);
  const descriptor = openSync(file, flags | guarded, 0o666);
  const stat = fstatSync(descriptor);
  if (stat.isFile()) return descriptor;
  closeSync(descriptor);
  throw notRegular(file, stat);
}

/**
 * The bytes of a regular file.
 *
 * @param maxBytes a larger file is not read
 * @throws NodeJS.ErrnoException as {@link openRegularFile}, and `EFBIG` for a file that is too large
 */
export function readRegularFile(file: string, maxBytes: number): Buffer {
  const descriptor = openRegularFile(file);
  try {
    const { size } = fstatSync(descriptor);
    if (size > maxBytes) throw systemError('EFBIG', `larger than ${maxBytes} bytes`, file);
    return readPart(descriptor, size);
  } finally {
    closeSync(descriptor);
  }
}

/** The last bytes of a regular file, from the start of a line on. @throws as {@link openRegularFile} */
export function readLastLines(file: string, maxBytes: number): string {
  const descriptor = openRegularFile(file);
  try {
    const { size } = fstatSync(descriptor);
    if (size <= maxBytes) return readPart(descriptor, size).toString('utf8');
    const text = readPart(descriptor, maxBytes, size - maxBytes).toString('utf8');
    return text.slice(text.indexOf('\n') + 1);
  } finally {
    closeSync(descriptor);
  }
}

/** One write at the end of a regular file, which is created if it is missing. @throws as {@link openRegularFile} */
export function appendToRegularFile(file: string, text: string): void {
  const descriptor = openRegularFile(file, constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT);
  try {
    appendFileSync(descriptor, text);
  } finally {
    closeSync(descriptor);
  }
}

/** Reads the available bytes from `start` on, at most `length`. */
export function readPart(descriptor: number, length: number, start = 0): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const read = readSync(descriptor, bytes, filled, length - filled, start + filled);
    if (read === 0) break;
    filled += read;
  }
  return bytes.subarray(0, filled);
}

/** The kind of a folder entry, for people. */
export function describeKind(
  stat: Pick<Stats, 'isSymbolicLink' | 'isDirectory' | 'isFIFO' | 'isFile'>,
): string {
  if (stat.isSymbolicLink()) return 'a symbolic link';
  if (stat.isDirectory()) return 'a folder';
  if (stat.isFIFO()) return 'a FIFO';
  return stat.isFile() ? 'a file' : 'a device or socket';
}

function notRegular(file: string, stat: Stats): Error {
  return systemError('EFTYPE', `${describeKind(stat)}, not a regular file`, file);
}

function systemError(code: string, message: string, path: string): NodeJS.ErrnoException {
  return Object.assign(new Error(message), { code, path });
}
