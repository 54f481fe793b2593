import {
  type BlockId,
  type BlockKey,
  type EnvironmentKey,
  type Fact,
  type Fallback,
  fallbackKinds,
  hashPattern,
  parseBlockId,
  isInsidePath,
  type TaskRun,
} from '@nx-testmon/core';
import type * as Valibot from 'valibot';
import { parseFormerBlock } from '../migration/former-blocks';
import { isName, LATEST, MAX_LABEL, MAX_PATH, MAX_SUITE } from './record-parts';
import { validateRun } from './task-runs';

/** Raised when a record's form changes. Records without a version are of the first one. */
export const RECORD_VERSION = 4;

/** For records without native code among their causes. In this version, the subject of native code contains its package. */
export const VERSION_WITHOUT_PACKAGES = 3;

/** Version of records without causes of fallbacks. Their text is the same as before causes were added. */
export const VERSION_WITHOUT_FALLBACKS = 2;

export const MAX_FACTS = 100_000;
export const MAX_BLOCKS = 2_000_000;
export const MAX_MODULES = 1_000_000;
export const MAX_FALLBACKS = 100_000;

/** In characters. */
const MAX_BLOCK = 8192;
const MAX_LINE = 1e9;

export type RecordParsers = ReturnType<typeof createRecordParsers>;

/**
 * Parse a record file; `former` applies to files without a version. Lists are positions in the record's own tables,
 * packed and in base64. Each parser stops at the first invalid entry, because a list may contain millions. The schema
 * library is loaded here, because a run with nothing to do reads no record.
 */
export function createRecordParsers() {
  const v = require('valibot') as typeof Valibot;
  const parts = createParts(v);
  const config = { abortEarly: true };
  return {
    current: v.safeParser(createCurrentSchema(v, parts), config),
    former: v.safeParser(createFormerSchema(v, parts), config),
  };
}

/** The common parts of both forms of a record. */
function createParts(v: typeof Valibot) {
  const name = (max: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(max));
  const label = name(MAX_LABEL);
  const count = (max: number) => v.pipe(v.number(), v.minValue(0), v.maxValue(max));
  return {
    name,
    label,
    path: v.pipe(name(MAX_PATH), v.check(isInsidePath, 'not a path inside the workspace')),
    suite: name(MAX_SUITE),
    list: v.pipe(v.string(), v.regex(/^[A-Za-z0-9+/]*={0,2}$/, 'not base64')),
    hash: v.pipe(v.string(), v.regex(hashPattern, 'not a hash')),
    result: {
      environment: v.pipe(
        label,
        v.transform((text) => text as EnvironmentKey),
      ),
      outcome: v.picklist(['passed', 'failed']),
      durationMs: count(1e12),
      endedAt: count(LATEST),
    },
    // Only if it is not `endedAt`, so that other records keep their former text.
    sequence: v.exactOptional(count(LATEST)),
    source: {
      execId: label,
      project: label,
      target: label,
      run: v.exactOptional(v.custom<TaskRun>((value) => validateRun(value) !== undefined, 'not a run')),
    },
  };
}

type Parts = ReturnType<typeof createParts>;

function createCurrentSchema(
  v: typeof Valibot,
  { label, path, suite, list, hash, result, sequence, source }: Parts,
) {
  const reads = v.strictObject({ isComplete: v.boolean(), fallback: v.boolean() });
  const execution = v.strictObject({ instrumentedModules: list, reads: v.exactOptional(reads) });
  const fallback = v.strictObject({
    kind: v.picklist(fallbackKinds),
    module: v.exactOptional(path),
    line: v.exactOptional(v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(MAX_LINE))),
    subject: v.exactOptional(label),
    package: v.exactOptional(label),
  });
  const block = v.custom<BlockKey>(
    (text) => typeof text === 'string' && isBlockOfWorkspace(text),
    'not a block of the workspace',
  );
  const fact = v.strictObject({
    testFile: v.strictObject({ suite, path }),
    ...result,
    sequence,
    dependencies: list,
    execution: v.exactOptional(execution),
    fallbacks: v.exactOptional(list),
  });
  return v.strictObject({
    version: v.picklist([RECORD_VERSION, VERSION_WITHOUT_PACKAGES, VERSION_WITHOUT_FALLBACKS]),
    ...source,
    blocks: listOf(v, v.strictTuple([block, hash]), MAX_BLOCKS),
    modules: listOf(v, path, MAX_MODULES),
    fallbacks: v.optional(listOf(v, fallback, MAX_FALLBACKS)),
    facts: listOf(v, fact, MAX_FACTS),
  });
}

/** A list that is too long is refused before its entries are checked. */
function listOf<Entry extends Valibot.GenericSchema>(v: typeof Valibot, entry: Entry, max: number) {
  const list = v.custom<readonly unknown[]>(Array.isArray, 'not a list');
  return v.pipe(list, v.maxLength(max), v.array(entry));
}

function createFormerSchema(v: typeof Valibot, { name, path, suite, list, hash, result, source }: Parts) {
  const block = v.pipe(
    name(MAX_BLOCK),
    v.check((text) => isFormerBlockOfWorkspace(text), 'not a block of the workspace'),
  );
  const fact = v.strictObject({ testFile: path, suite, ...result, blocks: list });
  return v.strictObject({
    testmon: v.literal(1),
    ...source,
    blocks: listOf(v, v.strictTuple([block, hash]), MAX_BLOCKS),
    facts: listOf(v, fact, MAX_FACTS),
  });
}

/** Whether a record may contain a fact. One invalid name would make the whole record unreadable. */
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

function isFallbackOfWorkspace({ module, line = 1, subject, package: name }: Fallback): boolean {
  const isModule = module === undefined || (isName(module, MAX_PATH) && isInsidePath(module));
  const isLine = Number.isInteger(line) && line >= 1 && line <= MAX_LINE;
  const areNames = [subject, name].every((text) => text === undefined || isName(text, MAX_LABEL));
  return isModule && isLine && areNames;
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

/** Whether a block contains no path outside the workspace. A read may: it is compared by a digest, and bounded. */
function namesNothingOutside(id: BlockId): boolean {
  if ('module' in id) return isInsidePath(id.module);
  return id.kind === 'file' || id.kind === 'folder' ? !/^(?:[\\/]|[A-Za-z]:[\\/])/.test(id.path) : true;
}
