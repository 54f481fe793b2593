import {
  type BlockKey,
  digest,
  type Fact,
  type Fingerprint,
  packBlockList,
  type TaskRecord,
  unpackBlockList,
} from '@nx-testmon/core';
import { FingerprintMap } from './fingerprint-map';
import { RECORD_FORMAT, recordSchema } from './record-schema';
import { soundFact } from './sound-fact';

/** Over all facts of a record; keeps a small file from unfolding into gigabytes. */
const MAX_BLOCK_REFERENCES = 20_000_000;

interface InternedBlock extends Fingerprint {
  position: number;
}

export type DecodedRecord =
  { readonly ok: true; readonly record: TaskRecord; readonly digest: string } | RefusedRecord;

export interface RefusedRecord {
  readonly ok: false;
  /** `refused`: it is no valid record and never will be. `unreadable`: the system did not let us read it now. */
  readonly kind: 'refused' | 'unreadable';
  readonly reason: string;
}

/**
 * A record as text: each block once, facts naming blocks by packed positions. Equal records give equal text,
 * whatever the order of their facts' fingerprints. Facts that can't be right are left out.
 */
export function encodeRecord(record: TaskRecord): string {
  const facts = record.facts.flatMap((fact) => soundFact(fact) ?? []);
  const interned = new FingerprintMap<InternedBlock>();
  const blocks: InternedBlock[] = [];
  const intern = ({ block, hash }: Fingerprint) =>
    interned.getOrAdd(block, hash, () => {
      const added = { block, hash, position: 0 };
      blocks.push(added);
      return added;
    });
  const lists = facts.map((fact) => fact.fingerprints.map(intern));
  blocks.sort(byBlockAndHash);
  for (const [position, one] of blocks.entries()) one.position = position;
  return JSON.stringify({
    testmon: RECORD_FORMAT,
    execId: record.execId,
    project: record.project,
    target: record.target,
    ...(record.run ? { run: record.run } : {}),
    blocks: blocks.map(({ block, hash }) => [block, hash]),
    facts: facts.map((fact, index) => ({
      testFile: fact.testFile,
      suite: fact.suite,
      environment: fact.environment,
      outcome: fact.outcome,
      durationMs: fact.durationMs,
      endedAt: fact.endedAt,
      blocks: packed((lists[index] ?? []).map((one) => one.position)),
    })),
  });
}

/** Identity of a record's content: names its file, and marks it as merged. */
export function recordDigest(encoded: string): string {
  return digest(encoded);
}

/**
 * Reads what {@link encodeRecord} wrote. The text is untrusted: it may come from a cache, another machine or
 * another branch.
 */
export function decodeRecord(encoded: string): DecodedRecord {
  let json: unknown;
  try {
    json = JSON.parse(encoded);
  } catch {
    return refused('not JSON');
  }
  const parsed = recordSchema().safeParse(json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return refused(`${issue?.path.join('.') || 'record'}: ${issue?.message ?? 'invalid'}`);
  }
  const { blocks: pairs, facts: packedFacts, execId, project, target, run } = parsed.data;
  const blocks = pairs.map(([block, hash]) => ({ block: block as BlockKey, hash }));
  const facts: Fact[] = [];
  let references = 0;
  for (const { blocks: list, ...rest } of packedFacts) {
    const fingerprints = unpackFingerprints(list, blocks);
    if (!fingerprints) return refused(`blocks of ${rest.testFile}: not a list of its blocks`);
    references += fingerprints.length;
    if (references > MAX_BLOCK_REFERENCES) return refused('too many blocks');
    facts.push({ ...rest, fingerprints });
  }
  return {
    ok: true,
    record: { execId, project, target, facts, ...(run ? { run } : {}) },
    digest: recordDigest(encoded),
  };
}

export function refused(reason: string): RefusedRecord {
  return { ok: false, kind: 'refused', reason };
}

/** @returns `undefined` unless the list is strictly ascending, known, and names each block once, in order */
function unpackFingerprints(list: string, blocks: readonly Fingerprint[]): Fingerprint[] | undefined {
  try {
    const fingerprints: Fingerprint[] = [];
    for (const position of unpackBlockList(Buffer.from(list, 'base64'))) {
      const one = blocks[position];
      const last = fingerprints.at(-1);
      if (!one || (last && last.block >= one.block)) return undefined;
      fingerprints.push(one);
    }
    return fingerprints;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function packed(positions: readonly number[]): string {
  return Buffer.from(packBlockList(positions)).toString('base64');
}

function byBlockAndHash(a: Fingerprint, b: Fingerprint): number {
  if (a.block !== b.block) return a.block < b.block ? -1 : 1;
  return a.hash < b.hash ? -1 : 1;
}
