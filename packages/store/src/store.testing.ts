import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { BlockKey, EnvironmentKey, Fact, TaskRecord } from '@nx-testmon/core';
import { createWorkspace, type TestWorkspace } from '@nx-testmon/testing';
import BetterSqlite3 from 'better-sqlite3';
import { afterEach } from 'vitest';
import type { LockTiming } from './merge/store-lock';

/** Later than the end of all facts in tests. */
export const NOW = 1_800_000_000_000;

export const LOCK: LockTiming = { staleMs: 10_000, updateMs: 1_000, waitMs: 30_000, busyTimeoutMs: 5_000 };

const folders: TestWorkspace[] = [];
const children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children.splice(0)) if (child.exitCode === null) child.kill('SIGKILL');
  for (const folder of folders.splice(0)) folder[Symbol.dispose]();
});

/** Creates a real folder, which is removed after the test. */
export function temporaryFolder(): string {
  const folder = createWorkspace({});
  folders.push(folder);
  return folder.root;
}

/** The path of a database in its own folder. */
export function storeFile(): string {
  const folder = join(temporaryFolder(), '.testmon');
  mkdirSync(folder);
  return join(folder, 'testmondata.db');
}

/** The fields of a fact that a test sets. The other fields are the same for all. */
export interface FactSketch extends Partial<Omit<Fact, 'testFile'>> {
  /** The path of the test file. */
  readonly testFile?: string;
  readonly suite?: string;
}

export function fact(
  { testFile = 'a.test.ts', suite = 'a:vitest.config.ts', ...changes }: FactSketch = {},
  hashes: Readonly<Record<string, string>> = { 'a.ts#f': 'h1' },
): Fact {
  const dependencies = Object.entries(hashes).map(([block, hash]) => ({ block: block as BlockKey, hash }));
  dependencies.sort((a, b) => (a.block < b.block ? -1 : 1));
  return {
    testFile: { suite, path: testFile },
    environment: 'default' as EnvironmentKey,
    outcome: 'passed',
    durationMs: 12.5,
    endedAt: 1000,
    dependencies,
    ...changes,
  };
}

export function record(facts: readonly Fact[], changes: Partial<TaskRecord> = {}): TaskRecord {
  return { execId: 'exec-1', project: 'a', target: 'testmon', facts, ...changes };
}

/** All observable properties of a folder: names, sizes, times, inodes and contents. */
export function describeFolder(folder: string): unknown {
  const names = readdirSync(folder, { recursive: true }).map(String).sort();
  const entries = ['.', ...names].map((name) => {
    const path = join(folder, name);
    const { ino, mode, size, mtimeNs, ctimeNs } = statSync(path, { bigint: true });
    const isFile = statSync(path).isFile();
    const hash = isFile ? createHash('sha256').update(readFileSync(path)).digest('hex') : '';
    return [name, ino, mode, isFile ? size : 0n, mtimeNs, ctimeNs, hash].join(' ');
  });
  return entries;
}

/** The keys of all facts, without ids that depend on the order of arrival. */
export function storedFactKeys(file: string): string[] {
  const database = new BetterSqlite3(file, { readonly: true });
  try {
    return database.prepare('SELECT key FROM fact ORDER BY key').pluck().all() as string[];
  } finally {
    database.close();
  }
}

export function integrity(file: string): unknown {
  const database = new BetterSqlite3(file, { readonly: true });
  try {
    return database.pragma('integrity_check', { simple: true });
  } finally {
    database.close();
  }
}

/**
 * Tests of features that Windows does not have are skipped there. Their titles end with `(not on Windows)`.
 */
export const isWindows = process.platform === 'win32';

/**
 * Starts another Node process with the built package (`tsc -b packages/store` builds it). The script can use
 * `store` (this package), `BetterSqlite3`, `send(text)` and `args`.
 *
 * @param shellPrefix a command that a POSIX shell runs before it is replaced by the process
 */
export function startProcess(script: string, args: unknown = null, shellPrefix?: string): StartedProcess {
  const built = resolve(__dirname, '../dist/index.js');
  if (!existsSync(built))
    throw new Error('run `tsc -b packages/store` first: child processes use the built package');
  const file = join(temporaryFolder(), 'script.cjs');
  writeFileSync(
    file,
    `const store = require(${JSON.stringify(built)});
const BetterSqlite3 = require(${JSON.stringify(require.resolve('better-sqlite3'))});
const lockfile = require(${JSON.stringify(require.resolve('proper-lockfile'))});
const { writeSync } = require('node:fs');
const send = (text) => writeSync(1, text + '\\n');
const args = ${JSON.stringify(args)};
(async () => { ${script} })().catch((error) => { console.error(error); process.exit(70); });`,
  );
  const command =
    shellPrefix === undefined
      ? [process.execPath, file]
      : ['/bin/sh', '-c', `${shellPrefix} exec '${process.execPath}' '${file}'`];
  const child = spawn(command[0]!, command.slice(1), { stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const exited = new Promise<number | string>((resolved) =>
    child.on('close', (code, signal) => resolved(code ?? signal ?? 'unknown')),
  );
  const printed = async (text: string) => {
    for (let tries = 0; !output.includes(text); tries++) {
      if (tries > 3000 || child.exitCode !== null)
        throw new Error(`the process never printed ${text}: ${output}`);
      await new Promise((resolved) => setTimeout(resolved, 10));
    }
  };
  return { child, exited, printed, output: () => output };
}

export interface StartedProcess {
  readonly child: ChildProcess;
  readonly exited: Promise<number | string>;
  printed(text: string): Promise<void>;
  output(): string;
}

export async function pause(ms: number): Promise<void> {
  await new Promise((resolved) => setTimeout(resolved, ms));
}
