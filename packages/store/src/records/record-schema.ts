import type { TaskRun } from '@nx-testmon/core';
import type { z as Zod } from 'zod';
import { soundRun } from './task-runs';

/** Raised when a record's form changes; records of another format are refused. */
export const RECORD_FORMAT = 1;

const MAX_FACTS = 100_000;
const MAX_BLOCKS = 2_000_000;

let made: ReturnType<typeof makeRecordSchema> | undefined;

/**
 * What a record file may hold. Made on first use: loading the schema library takes longer than all else that a
 * run with nothing to do loads of this package.
 */
export function recordSchema(): ReturnType<typeof makeRecordSchema> {
  return (made ??= makeRecordSchema());
}

function makeRecordSchema() {
  const { z } = require('zod') as { z: typeof Zod };
  const plainText = (max: number) =>
    z
      .string()
      .min(1)
      .max(max)
      .refine((text) => !CONTROL.test(text), 'control character');
  const label = plainText(1024);
  const count = (max: number) => z.number().min(0).max(max);
  const fact = z.strictObject({
    testFile: plainText(4096).refine(staysInside, 'not a path inside the workspace'),
    suite: plainText(8192),
    environment: label,
    outcome: z.enum(['passed', 'failed']),
    durationMs: count(1e12),
    endedAt: count(8.64e15),
    blocks: z.string().regex(/^[A-Za-z0-9+/]*={0,2}$/, 'not base64'),
  });
  const block = plainText(8192).refine(isBlockOfWorkspace, 'not a block of the workspace');
  const hash = z.string().regex(/^[\x21-\x7e]{1,256}$/, 'not a hash');
  return z.strictObject({
    testmon: z.literal(RECORD_FORMAT),
    execId: label,
    project: label,
    target: label,
    blocks: z.array(z.tuple([block, hash])).max(MAX_BLOCKS),
    facts: z.array(fact).max(MAX_FACTS),
    run: z.custom<TaskRun>((value) => soundRun(value) !== undefined, 'not a run').exactOptional(),
  });
}

/** Printed in terminals and logs: control characters could rewrite what the user sees. */
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;

/** A module's block starts with the module's path; `package:…`, `env:…` and their kin name no file. */
function isBlockOfWorkspace(name: string): boolean {
  const module = /^(.*?)(?:#|=>)/.exec(name)?.[1];
  if (module === undefined || module.includes(':')) return !/^(?:[\\/]|[A-Za-z]:[\\/])/.test(name);
  return staysInside(module);
}

/** Relative, with forward slashes, never leading out. */
function staysInside(path: string): boolean {
  if (path.startsWith('/') || path.includes('\\') || /^[A-Za-z]:/.test(path)) return false;
  return !path.split('/').includes('..');
}
