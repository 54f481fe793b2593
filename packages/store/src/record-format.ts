import {
  digest,
  type Fact,
  type Fingerprint,
  packBlockList,
  type TaskRecord,
  unpackBlockList,
} from '@nx-testmon/core';
import { z } from 'zod';
import { soundFact } from './sound-fact';

const FORMAT = 1;
const MAX_FACTS = 100_000;
const MAX_BLOCKS = 2_000_000;
/** Over all facts of a record; keeps a small file from unfolding into gigabytes. */
const MAX_BLOCK_REFERENCES = 20_000_000;

export type DecodedRecord =
  | { readonly ok: true; readonly record: TaskRecord; readonly digest: string }
  | { readonly ok: false; readonly reason: string };

/**
 * A record as text: each block once, facts naming blocks by packed positions. Equal records give equal text,
 * whatever the order of their facts' fingerprints. Facts that can't be right are left out.
 */
export function encodeRecord(record: TaskRecord): string {
  const facts = record.facts.flatMap((fact) => soundFact(fact) ?? []);
  const blocks = new Map<string, Fingerprint>();
  for (const fact of facts) for (const one of fact.fingerprints) blocks.set(blockKey(one), one);
  const ordered = [...blocks.values()].sort(byBlockAndHash);
  const positions = new Map(ordered.map((one, position) => [blockKey(one), position]));
  return JSON.stringify({
    testmon: FORMAT,
    execId: record.execId,
    project: record.project,
    target: record.target,
    blocks: ordered.map(({ block, hash }) => [block, hash]),
    facts: facts.map((fact) => ({
      testFile: fact.testFile,
      suite: fact.suite,
      environment: fact.environment,
      outcome: fact.outcome,
      durationMs: fact.durationMs,
      endedAt: fact.endedAt,
      blocks: packed(fact.fingerprints.map((one) => positions.get(blockKey(one)) as number)),
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
    return { ok: false, reason: 'not JSON' };
  }
  const parsed = recordSchema.safeParse(json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return { ok: false, reason: `${issue?.path.join('.') || 'record'}: ${issue?.message ?? 'invalid'}` };
  }
  const { blocks: pairs, facts: packedFacts, execId, project, target } = parsed.data;
  const blocks = pairs.map(([block, hash]) => ({ block, hash }));
  const facts: Fact[] = [];
  let references = 0;
  for (const { blocks: list, ...rest } of packedFacts) {
    const fingerprints = unpackFingerprints(list, blocks);
    if (!fingerprints) return { ok: false, reason: `blocks of ${rest.testFile}: not a list of its blocks` };
    references += fingerprints.length;
    if (references > MAX_BLOCK_REFERENCES) return { ok: false, reason: 'too many blocks' };
    facts.push({ ...rest, fingerprints });
  }
  return { ok: true, record: { execId, project, target, facts }, digest: recordDigest(encoded) };
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

function blockKey({ block, hash }: Fingerprint): string {
  return `${block}\0${hash}`;
}

function byBlockAndHash(a: Fingerprint, b: Fingerprint): number {
  if (a.block !== b.block) return a.block < b.block ? -1 : 1;
  return a.hash < b.hash ? -1 : 1;
}

/** Printed in terminals and logs: control characters could rewrite what the user sees. */
// eslint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;

const plainText = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .refine((text) => !CONTROL.test(text), 'control character');
const label = plainText(1024);

/** A path of the workspace: relative, forward slashes, never leading out of it. */
const workspacePath = plainText(4096).refine(staysInside, 'not a path inside the workspace');

const blockName = plainText(8192).refine((name) => {
  // `package:…`, `env:…` and their kin name no file; a module's block starts with the module's path.
  const module = /^(.*?)(?:#|=>)/.exec(name)?.[1];
  return module === undefined || module.includes(':')
    ? !/^(?:[\\/]|[A-Za-z]:[\\/])/.test(name)
    : staysInside(module);
}, 'not a block of the workspace');

const recordSchema = z.strictObject({
  testmon: z.literal(FORMAT),
  execId: label,
  project: label,
  target: label,
  blocks: z
    .array(z.tuple([blockName, z.string().regex(/^[\x21-\x7e]{1,256}$/, 'not a hash')]))
    .max(MAX_BLOCKS),
  facts: z
    .array(
      z.strictObject({
        testFile: workspacePath,
        suite: plainText(8192),
        environment: label,
        outcome: z.enum(['passed', 'failed']),
        durationMs: z.number().min(0).max(1e12),
        endedAt: z.number().min(0).max(8.64e15),
        blocks: z.string().regex(/^[A-Za-z0-9+/]*={0,2}$/, 'not base64'),
      }),
    )
    .max(MAX_FACTS),
});

function staysInside(path: string): boolean {
  return (
    !path.startsWith('/') &&
    !path.includes('\\') &&
    !/^[A-Za-z]:/.test(path) &&
    !path.split('/').includes('..')
  );
}
