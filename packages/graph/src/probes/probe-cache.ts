import {
  closeSync,
  constants,
  fstatSync,
  futimesSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { digest, type InstrumentedModule, type InstrumenterCache } from '@nx-testmon/core';

/** Files in use are marked once in this time, in ms. The marks decide which files are removed. */
const refreshAfterMs = 24 * 3_600_000;

/** Far more than the size of a module with its source map. */
const maxBytes = 64 * 1024 ** 2;

/** Windows has neither flag. */
const noFollow = constants.O_NOFOLLOW ?? 0;
const noWait = constants.O_NONBLOCK ?? 0;

/** Instrumented modules of earlier runs, one file each. Losing it costs time, never safety. */
export class ProbeCache {
  readonly #folder: string;
  readonly #clock: () => number;
  #isWritable = true;
  #written = 0;

  /** The folder is created when the first module is cached. */
  constructor({ folder, clock }: InstrumenterCache) {
    this.#folder = folder;
    this.#clock = clock;
  }

  /** `undefined` if nothing usable is cached; `module` is `undefined` for a module without probes. */
  read(key: string): { readonly module: InstrumentedModule | undefined } | undefined {
    try {
      return readOwnFile(fileOf(this.#folder, key), (descriptor) => {
        const found = parse(key, readFileSync(descriptor, 'utf8'));
        if (found) refresh(descriptor, this.#clock());
        return found;
      });
    } catch {
      // Whatever it is: a test may have replaced functions of `fs`, and a failure of the cache must not fail it.
      return undefined;
    }
  }

  /** Caches a module, completely or not at all. After a failure to write, the folder is not written again. */
  write(key: string, module: InstrumentedModule | undefined): void {
    if (!this.#isWritable) return;
    const file = fileOf(this.#folder, key);
    const temporary = `${file}.${process.pid}-${this.#written++}.tmp`;
    try {
      mkdirSync(dirname(file), { recursive: true });
      if (!isFolder(this.#folder) || !isFolder(dirname(file))) return;
      writeFileSync(temporary, render(key, module), { flag: 'wx' });
      renameSync(temporary, file);
    } catch {
      // The same; also a full disk and a read-only file system.
      this.#isWritable = false;
    }
  }
}

/** Neither through a link nor waiting for the other end of a FIFO, and nothing larger than a module can be. */
function readOwnFile<Result>(file: string, read: (descriptor: number) => Result): Result | undefined {
  if (!isFolder(dirname(file)) || !lstatSync(file).isFile()) return undefined;
  const descriptor = openSync(file, constants.O_RDONLY | noFollow | noWait);
  try {
    const stat = fstatSync(descriptor);
    return stat.isFile() && stat.size <= maxBytes ? read(descriptor) : undefined;
  } finally {
    closeSync(descriptor);
  }
}

function isFolder(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function refresh(descriptor: number, now: number): void {
  try {
    if (fstatSync(descriptor).mtimeMs < now - refreshAfterMs) futimesSync(descriptor, now / 1000, now / 1000);
  } catch {
    // The file may have been removed, or be owned by another user.
  }
}

/**
 * Divided by two characters, so that no folder grows large; in hex, for file systems that do not distinguish `a` from
 * `A`.
 */
function fileOf(folder: string, key: string): string {
  const name = Buffer.from(key, 'base64url').toString('hex');
  return join(folder, name.slice(0, 2), `${name.slice(2)}.json`);
}

/** Starts with the digest of the rest, so that a truncated, damaged or renamed file is not mistaken for another. */
function render(key: string, module: InstrumentedModule | undefined): string {
  const body = JSON.stringify(module ?? null);
  return `${digest(key + body)}\n${body}`;
}

function parse(key: string, text: string): { module: InstrumentedModule | undefined } | undefined {
  const end = text.indexOf('\n');
  const body = text.slice(end + 1);
  if (end < 0 || text.slice(0, end) !== digest(key + body)) return undefined;
  const module = JSON.parse(body) as unknown;
  if (module === null) return { module: undefined };
  return isInstrumented(module) ? { module } : undefined;
}

function isInstrumented(value: unknown): value is InstrumentedModule {
  const { code, map, blocks } = value as Partial<Record<keyof InstrumentedModule, unknown>>;
  return (
    typeof code === 'string' &&
    typeof map === 'string' &&
    Array.isArray(blocks) &&
    blocks.every((block) => typeof block === 'string')
  );
}
