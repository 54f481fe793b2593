import {
  describeIssue,
  digest,
  type Fact,
  type FactExecution,
  type Fallback,
  fallbackKey,
  type Fingerprint,
  packBlockList,
  type RecordFileProblem,
  sortFallbacks,
  type TaskRecord,
  unpackBlockList,
} from '@nx-testmon/core';
import { fromFormerFallback } from '../migration/former-fallbacks';
import { fromFormerFact } from '../migration/former-facts';
import { FingerprintMap } from './fingerprint-map';
import { findExceededBound } from './record-bounds';
import {
  createRecordParsers,
  fitsIntoRecord,
  RECORD_VERSION,
  type RecordParsers,
  VERSION_WITHOUT_FALLBACKS,
  VERSION_WITHOUT_PACKAGES,
} from './record-schema';
import { validateFact } from './validate-fact';

/** For all facts of a record; prevents a small file from expanding to gigabytes. */
const MAX_REFERENCES = 20_000_000;

export type DecodedRecord =
  { readonly ok: true; readonly record: TaskRecord; readonly digest: string } | RefusedRecord;

export interface RefusedRecord {
  readonly ok: false;
  /** `unreadable`: the system could not read it this time. The other kinds are permanent. */
  readonly kind: RecordFileProblem['kind'];
  readonly reason: string;
}

interface InternedBlock extends Fingerprint {
  position: number;
}

/**
 * A record as text. It contains each block and each module once, and facts refer to them by packed positions. Equal
 * records have equal texts, whatever the order of their facts' dependencies. Facts that are invalid, or that no
 * decoder would accept, are left out.
 */
export function encodeRecord(record: TaskRecord): string {
  const facts = record.facts.flatMap((fact) => validateFact(fact) ?? []).filter(fitsIntoRecord);
  const interned = new FingerprintMap<InternedBlock>();
  const blocks: InternedBlock[] = [];
  const intern = ({ block, hash }: Fingerprint) =>
    interned.getOrAdd(block, hash, () => {
      const added = { block, hash, position: 0 };
      blocks.push(added);
      return added;
    });
  const lists = facts.map((fact) => fact.dependencies.map(intern));
  blocks.sort(byBlockAndHash);
  for (const [position, one] of blocks.entries()) one.position = position;
  const modules = [...new Set(facts.flatMap(({ execution }) => execution?.instrumentedModules ?? []))].sort();
  const positions = new Map(modules.map((path, position) => [path, position]));
  const fallbacks = sortFallbacks(facts.flatMap((fact) => fact.fallbacks ?? []));
  const positionsOfFallbacks = new Map(fallbacks.map((one, position) => [fallbackKey(one), position]));
  const encodeExecution = ({ instrumentedModules, reads }: FactExecution) => ({
    instrumentedModules: packed(instrumentedModules.map((path) => positions.get(path)!)),
    ...(reads ? { reads } : {}),
  });
  return JSON.stringify({
    version: versionFor(fallbacks),
    execId: record.execId,
    project: record.project,
    target: record.target,
    ...(record.run ? { run: record.run } : {}),
    blocks: blocks.map(({ block, hash }) => [block, hash]),
    modules,
    ...(fallbacks.length > 0 ? { fallbacks } : {}),
    facts: facts.map(
      ({ testFile, environment, outcome, durationMs, endedAt, sequence, execution, ...fact }, index) => ({
        testFile: { suite: testFile.suite, path: testFile.path },
        environment,
        outcome,
        durationMs,
        endedAt,
        ...(sequence === undefined ? {} : { sequence }),
        dependencies: packed((lists[index] ?? []).map((one) => one.position)),
        ...(execution ? { execution: encodeExecution(execution) } : {}),
        ...(fact.fallbacks
          ? { fallbacks: packed(fact.fallbacks.map((one) => positionsOfFallbacks.get(fallbackKey(one))!)) }
          : {}),
      }),
    ),
  });
}

/** The first version that holds the causes: records are the same text as before if they hold nothing new. */
function versionFor(fallbacks: readonly Fallback[]): number {
  if (fallbacks.length === 0) return VERSION_WITHOUT_FALLBACKS;
  return fallbacks.some(({ kind }) => kind === 'native-code') ? RECORD_VERSION : VERSION_WITHOUT_PACKAGES;
}

/** Identity of a record's content. It is part of the file name, and marks the record as merged. */
export function recordDigest(encoded: string): string {
  return digest(encoded);
}

/**
 * The inverse of {@link encodeRecord}, for this and earlier versions. The text is untrusted: it may come from a
 * cache, another machine or another branch. Callers that read many records use one decoder for all of them.
 */
export class RecordDecoder {
  private parsers: RecordParsers | undefined;

  decode(encoded: string): DecodedRecord {
    const excess = findExceededBound(encoded);
    if (excess !== undefined) return refused('not-a-record', excess);
    let json: unknown;
    try {
      json = JSON.parse(encoded);
    } catch {
      return refused('not-a-record', 'not JSON');
    }
    if (!hasFieldsOfRecord(json)) return refused('not-a-record', 'the fields of a record are missing');
    const version = versionOf(json);
    if (version > RECORD_VERSION) {
      const reason = `version ${version} of the record format; this nx-testmon reads up to ${RECORD_VERSION}`;
      return refused('record-newer', reason);
    }
    this.parsers ??= createRecordParsers();
    const decoded =
      version >= VERSION_WITHOUT_FALLBACKS
        ? decodeCurrent(json, this.parsers)
        : decodeFormer(json, this.parsers);
    return typeof decoded === 'string'
      ? refused('record-invalid', decoded)
      : { ok: true, record: decoded, digest: recordDigest(encoded) };
  }
}

/** Whether the fields are present that all versions of a record have, including later ones. */
function hasFieldsOfRecord(json: unknown): json is object {
  return typeof json === 'object' && json !== null && 'execId' in json && 'facts' in json;
}

/** Records without a version are of the first one. */
function versionOf(json: object): number {
  return 'version' in json && typeof json.version === 'number' ? json.version : 1;
}

export function refused(kind: RecordFileProblem['kind'], reason: string): RefusedRecord {
  return { ok: false, kind, reason };
}

/** @returns the reason if it is not a record */
function decodeCurrent(json: unknown, { current }: RecordParsers): TaskRecord | string {
  const parsed = current(json);
  if (!parsed.success) return describeIssue(parsed.issues[0], 'record');
  const {
    version,
    blocks: pairs,
    modules,
    fallbacks: stored = [],
    facts: encodedFacts,
    ...source
  } = parsed.output;
  const causes = version <= VERSION_WITHOUT_PACKAGES ? stored.map(fromFormerFallback) : stored;
  const blocks = pairs.map(([block, hash]) => ({ block, hash }));
  const facts: Fact[] = [];
  let references = 0;
  for (const { dependencies: list, execution, fallbacks: causesOfFact, ...rest } of encodedFacts) {
    const dependencies = unpackBlocks(list, blocks);
    if (!dependencies) return `invalid block list for ${rest.testFile.path}`;
    const instrumented = execution ? unpackPositions(execution.instrumentedModules, modules) : [];
    if (!instrumented) return `invalid module list for ${rest.testFile.path}`;
    const fallbacks = causesOfFact === undefined ? [] : unpackPositions(causesOfFact, causes);
    if (!fallbacks) return `invalid fallback list for ${rest.testFile.path}`;
    references += dependencies.length + instrumented.length + fallbacks.length;
    if (references > MAX_REFERENCES) return 'too many blocks';
    facts.push({
      ...rest,
      dependencies,
      ...(execution ? { execution: { ...execution, instrumentedModules: instrumented } } : {}),
      ...(fallbacks.length > 0 ? { fallbacks } : {}),
    });
  }
  return toRecord(source, facts);
}

/** The same for a record without a version. */
function decodeFormer(json: unknown, { former }: RecordParsers): TaskRecord | string {
  const parsed = former(json);
  if (!parsed.success) return describeIssue(parsed.issues[0], 'record');
  const { blocks: pairs, facts: encodedFacts, ...source } = parsed.output;
  const blocks = pairs.map(([block, hash]) => ({ block, hash }));
  const facts: Fact[] = [];
  let references = 0;
  for (const { blocks: list, ...rest } of encodedFacts) {
    const fingerprints = unpackBlocks(list, blocks);
    if (!fingerprints) return `invalid block list for ${rest.testFile}`;
    references += fingerprints.length;
    if (references > MAX_REFERENCES) return 'too many blocks';
    const fact = fromFormerFact({ ...rest, fingerprints });
    if (fact) facts.push(fact);
  }
  return toRecord(source, facts);
}

function toRecord(
  { execId, project, target, run }: Omit<TaskRecord, 'facts'>,
  facts: readonly Fact[],
): TaskRecord {
  return { execId, project, target, facts, ...(run ? { run } : {}) };
}

/** @returns `undefined` unless the list is strictly ascending, known, and contains each block once, in order */
function unpackBlocks<T extends { readonly block: string }>(
  list: string,
  blocks: readonly T[],
): T[] | undefined {
  const found = unpackPositions(list, blocks);
  const isInOrder = found?.every(({ block }, index) => index === 0 || found[index - 1]!.block < block);
  return isInOrder ? found : undefined;
}

/** @returns `undefined` unless the list is strictly ascending and every position is known */
function unpackPositions<T>(list: string, table: readonly T[]): T[] | undefined {
  const positions = unpackBlockList(Buffer.from(list, 'base64'));
  return positions?.every((position) => position < table.length)
    ? positions.map((position) => table[position]!)
    : undefined;
}

function packed(positions: readonly number[]): string {
  return Buffer.from(packBlockList(positions)).toString('base64');
}

function byBlockAndHash(a: Fingerprint, b: Fingerprint): number {
  if (a.block !== b.block) return a.block < b.block ? -1 : 1;
  return a.hash < b.hash ? -1 : 1;
}
