import { mkdirSync, readFileSync, renameSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { digest, type InstrumentedModule } from '@nx-testmon/core';

/** Instrumented modules of earlier runs, one file each. Losing it costs time, never safety. */
export interface ProbeCache {
  /** `undefined` where nothing usable is kept; `module` is `undefined` for a module without probes. */
  read(key: string): { readonly module: InstrumentedModule | undefined } | undefined;
  /** Keeps a module, whole or not at all. A folder that can't be written is left alone from then on. */
  write(key: string, module: InstrumentedModule | undefined): void;
}

/** Files in use are marked as such once in this time, in ms; whoever clears the folder goes by it. */
const refreshAfterMs = 24 * 3_600_000;

/**
 * @param folder absolute; made when the first module is kept
 * @param now in ms since 1970
 */
export function openProbeCache(folder: string, now: () => number): ProbeCache {
  let isWritable = true;
  let written = 0;

  return {
    read(key) {
      try {
        const file = fileOf(folder, key);
        const found = parse(key, readFileSync(file, 'utf8'));
        if (found) refresh(file, now());
        return found;
      } catch {
        return undefined;
      }
    },
    write(key, module) {
      if (!isWritable) return;
      const file = fileOf(folder, key);
      const temporary = `${file}.${process.pid}-${written++}.tmp`;
      try {
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(temporary, render(key, module), { flag: 'wx' });
        renameSync(temporary, file);
      } catch {
        // A full disk, a read-only file system: nothing here is worth failing a test run.
        isWritable = false;
      }
    },
  };
}

function refresh(file: string, now: number): void {
  try {
    if (statSync(file).mtimeMs < now - refreshAfterMs) utimesSync(file, now / 1000, now / 1000);
  } catch {
    // It may be gone by now, or not ours to change.
  }
}

/** By two characters, so that no folder grows large; in hex, for file systems that can't tell `a` from `A`. */
function fileOf(folder: string, key: string): string {
  const name = Buffer.from(key, 'base64url').toString('hex');
  return join(folder, name.slice(0, 2), `${name.slice(2)}.json`);
}

/** First the digest of the rest, so that a file that was cut off, damaged or renamed is not taken for another. */
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
