import {
  type BlockId,
  type BlockKey,
  type Fact,
  type Fallback,
  fallbackKinds,
  hashPattern,
  parseBlockId,
  isInsidePath,
  type TaskRun,
} from '@nx-testmon/core';
import type { z as Zod } from 'zod';
import { issueText } from './describe-issue';
import { parseFormerBlock } from '../migration/former-blocks';
import { validateRun } from './task-runs';

/** Raised when a record's form changes. Records without a version are of the first one. */
export const RECORD_VERSION = 3;

/** Of records whose facts keep no causes of fallbacks: they are the same text as before there were any. */
export const VERSION_WITHOUT_FALLBACKS = 2;

export const MAX_FACTS = 100_000;
export const MAX_BLOCKS = 2_000_000;
export const MAX_MODULES = 1_000_000;
export const MAX_FALLBACKS = 100_000;

/** Of names, in characters. */
const MAX_LABEL = 1024;
const MAX_PATH = 4096;
const MAX_SUITE = 8192;
const MAX_BLOCK = 8192;
const MAX_LINE = 1e9;

/** The latest time that a date can have, in ms since 1970. */
const LATEST = 8.64e15;

export type RecordSchemas = ReturnType<typeof createRecordSchemas>;

/**
 * The schemas of a record file; `former` applies to files without a version. Lists are positions in the record's own
 * tables, packed and in base64. The schema library is loaded here, because loading it takes longer than everything else
 * that a run with nothing to do loads of this package.
 */
export function createRecordSchemas() {
  const { z } = require('zod') as { z: typeof Zod };
  const parts = createParts(z);
  return { current: createCurrentSchema(z, parts), former: createFormerSchema(z, parts) };
}

/** The common parts of both forms of a record. */
function createParts(z: typeof Zod) {
  const name = (max: number) => z.string().min(1).max(max);
  const label = name(MAX_LABEL);
  const count = (max: number) => z.number().min(0).max(max);
  return {
    name,
    path: name(MAX_PATH).refine(isInsidePath, 'not a path inside the workspace'),
    suite: name(MAX_SUITE),
    list: z.string().regex(/^[A-Za-z0-9+/]*={0,2}$/, 'not base64'),
    hash: z.string().regex(hashPattern, 'not a hash'),
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
  const fallback = z.strictObject({
    kind: z.enum(fallbackKinds),
    module: path.exactOptional(),
    line: z.int().min(1).max(MAX_LINE).exactOptional(),
    subject: z.string().min(1).max(MAX_LABEL).exactOptional(),
  });
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
    fallbacks: list.exactOptional(),
  });
  return z.strictObject({
    version: z.literal([RECORD_VERSION, VERSION_WITHOUT_FALLBACKS]),
    ...source,
    blocks: listOf(z, z.tuple([block, hash]), MAX_BLOCKS),
    modules: listOf(z, path, MAX_MODULES),
    fallbacks: listOf(z, fallback, MAX_FALLBACKS).optional(),
    facts: listOf(z, fact, MAX_FACTS),
  });
}

/** Stops at the first invalid entry: a list may contain millions. */
function listOf<Entry>(z: typeof Zod, entry: Zod.ZodType<Entry>, max: number) {
  return z
    .array(z.unknown())
    .max(max)
    .transform((list, context): Entry[] => {
      const entries: Entry[] = [];
      for (const [index, one] of list.entries()) {
        const parsed = entry.safeParse(one);
        if (parsed.success) entries.push(parsed.data);
        else {
          const [issue] = parsed.error.issues;
          const path = [index, ...(issue?.path ?? [])];
          context.addIssue({ code: 'custom', path, message: issue ? issueText(issue) : 'not valid' });
          return z.NEVER;
        }
      }
      return entries;
    });
}

function createFormerSchema(z: typeof Zod, { name, path, suite, list, hash, result, source }: Parts) {
  const block = name(MAX_BLOCK).refine(
    (text) => isFormerBlockOfWorkspace(text),
    'not a block of the workspace',
  );
  const fact = z.strictObject({ testFile: path, suite, ...result, blocks: list });
  return z.strictObject({
    testmon: z.literal(1),
    ...source,
    blocks: listOf(z, z.tuple([block, hash]), MAX_BLOCKS),
    facts: listOf(z, fact, MAX_FACTS),
  });
}

/** Whether a record may hold a fact: one name that it may not hold would make all of it unreadable. */
export function fitsIntoRecord({
  testFile,
  environment,
  dependencies,
  execution,
  fallbacks = [],
}: Fact): boolean {
  return (
    isName(testFile.suite, MAX_SUITE) &&
    isName(testFile.path, MAX_PATH) &&
    isName(environment, MAX_LABEL) &&
    isInsidePath(testFile.path) &&
    dependencies.every(({ block, hash }) => isBlockOfWorkspace(block) && hashPattern.test(hash)) &&
    (execution?.instrumentedModules ?? []).every((path) => isName(path, MAX_PATH) && isInsidePath(path)) &&
    fallbacks.every(isFallbackOfWorkspace)
  );
}

function isFallbackOfWorkspace({ module, line = 1, subject }: Fallback): boolean {
  const isModule = module === undefined || (isName(module, MAX_PATH) && isInsidePath(module));
  const isLine = Number.isInteger(line) && line >= 1 && line <= MAX_LINE;
  return isModule && isLine && (subject === undefined || isName(subject, MAX_LABEL));
}

function isName(text: string, max: number): boolean {
  return text.length > 0 && text.length <= max;
}

function isBlockOfWorkspace(text: string): boolean {
  if (!isName(text, MAX_BLOCK)) return false;
  const id = parseBlockId(text);
  return id !== undefined && namesNothingOutside(id);
}

function isFormerBlockOfWorkspace(text: string): boolean {
  const former = parseFormerBlock(text, '');
  return former.kind === 'block' ? namesNothingOutside(former.id) : true;
}

/**
 * A read may be outside the workspace: it is compared by a digest, and bounded. All other blocks must not name such a
 * path.
 */
function namesNothingOutside(id: BlockId): boolean {
  if ('module' in id) return isInsidePath(id.module);
  return id.kind === 'file' || id.kind === 'folder' ? !/^(?:[\\/]|[A-Za-z]:[\\/])/.test(id.path) : true;
}
