import { type BlockId, type BlockKey, parseBlockId, type TaskRun } from '@nx-testmon/core';
import type { z as Zod } from 'zod';
import { parseFormerBlock } from '../migration/former-blocks';
import { validateRun } from './task-runs';

/** Raised when a record's form changes. Records without a version are of the first one. */
export const RECORD_VERSION = 2;

const MAX_FACTS = 100_000;
const MAX_BLOCKS = 2_000_000;
const MAX_MODULES = 1_000_000;
/** The latest time that a date can have, in ms since 1970. */
const LATEST = 8.64e15;

export type RecordSchemas = ReturnType<typeof createRecordSchemas>;

/**
 * What a record file may hold, `former` where it has no version. Lists are positions in the record's own tables,
 * packed and in base64. The schema library is loaded here, because loading it takes longer than all else that a
 * run with nothing to do loads of this package.
 */
export function createRecordSchemas() {
  const { z } = require('zod') as { z: typeof Zod };
  const parts = createParts(z);
  return { current: createCurrentSchema(z, parts), former: createFormerSchema(z, parts) };
}

/** What both forms of a record are made of. */
function createParts(z: typeof Zod) {
  const plainText = (max: number) =>
    z
      .string()
      .min(1)
      .max(max)
      .refine((text) => !CONTROL.test(text), 'control character');
  const label = plainText(1024);
  const count = (max: number) => z.number().min(0).max(max);
  return {
    plainText,
    path: plainText(4096).refine(staysInside, 'not a path inside the workspace'),
    suite: plainText(8192),
    list: z.string().regex(/^[A-Za-z0-9+/]*={0,2}$/, 'not base64'),
    hash: z.string().regex(/^[\x21-\x7e]{1,256}$/, 'not a hash'),
    result: {
      environment: label,
      outcome: z.enum(['passed', 'failed']),
      durationMs: count(1e12),
      endedAt: count(LATEST),
    },
    // Only where it is not `endedAt`, so that other records are the same text as before it was known.
    sequence: count(LATEST).exactOptional(),
    source: {
      execId: label,
      project: label,
      target: label,
      run: z.custom<TaskRun>((value) => validateRun(value) !== undefined, 'not a run').exactOptional(),
    },
  };
}

type Parts = ReturnType<typeof createParts>;

function createCurrentSchema(z: typeof Zod, { path, suite, list, hash, result, sequence, source }: Parts) {
  const reads = z.strictObject({ isComplete: z.boolean(), fallback: z.boolean() });
  const execution = z.strictObject({ instrumentedModules: list, reads: reads.exactOptional() });
  const block = z.custom<BlockKey>(
    (text) => typeof text === 'string' && isBlockOfWorkspace(text),
    'not a block of the workspace',
  );
  const fact = z.strictObject({
    testFile: z.strictObject({ suite, path }),
    ...result,
    sequence,
    dependencies: list,
    execution: execution.exactOptional(),
  });
  return z.strictObject({
    version: z.literal(RECORD_VERSION),
    ...source,
    blocks: z.array(z.tuple([block, hash])).max(MAX_BLOCKS),
    modules: z.array(path).max(MAX_MODULES),
    facts: z.array(fact).max(MAX_FACTS),
  });
}

function createFormerSchema(z: typeof Zod, { plainText, path, suite, list, hash, result, source }: Parts) {
  const block = plainText(8192).refine(
    (text) => isFormerBlockOfWorkspace(text),
    'not a block of the workspace',
  );
  const fact = z.strictObject({ testFile: path, suite, ...result, blocks: list });
  return z.strictObject({
    testmon: z.literal(1),
    ...source,
    blocks: z.array(z.tuple([block, hash])).max(MAX_BLOCKS),
    facts: z.array(fact).max(MAX_FACTS),
  });
}

/** Printed in terminals and logs: control characters could rewrite what the user sees. */
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;

function isBlockOfWorkspace(text: string): boolean {
  if (text.length === 0 || text.length > 8192 || CONTROL.test(text)) return false;
  const id = parseBlockId(text);
  return id !== undefined && namesNothingOutside(id);
}

function isFormerBlockOfWorkspace(text: string): boolean {
  const former = parseFormerBlock(text, '');
  return former.kind === 'block' ? namesNothingOutside(former.id) : true;
}

/** What a test read is looked at again only where it lies inside the workspace; the rest names no file. */
function namesNothingOutside(id: BlockId): boolean {
  if ('module' in id) return staysInside(id.module);
  return id.kind === 'file' || id.kind === 'folder' ? !/^(?:[\\/]|[A-Za-z]:[\\/])/.test(id.path) : true;
}

/** Relative, with forward slashes, never leading out. */
function staysInside(path: string): boolean {
  if (path.startsWith('/') || path.includes('\\') || /^[A-Za-z]:/.test(path)) return false;
  return !path.split('/').includes('..');
}
