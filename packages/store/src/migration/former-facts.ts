import { crc32 } from 'node:zlib';
import {
  type BlockId,
  type BlockKey,
  type EnvironmentKey,
  type Fact,
  formatBlockId,
  sortFingerprints,
} from '@nx-testmon/core';
import { combineChecksums } from '../database/fact-checksum';
import { parseFormerBlock } from './former-blocks';

/** A block as text in the former form. */
export interface FormerFingerprint {
  readonly block: string;
  readonly hash: string;
}

/** A fact as it was up to schema 5 and in records without a version. Blocks also described how its test file ran. */
export interface FormerFact {
  readonly testFile: string;
  readonly suite: string;
  readonly environment: EnvironmentKey;
  readonly outcome: 'passed' | 'failed';
  readonly durationMs: number;
  readonly endedAt: number;
  readonly fingerprints: readonly FormerFingerprint[];
}

export function formerBlockChecksum({ block, hash }: FormerFingerprint): number {
  return crc32(`${block}\0${hash}`);
}

/** The checksum of schemas 3 to 5. */
export function formerFactChecksum(
  { testFile, suite, environment, outcome, durationMs, endedAt }: Omit<FormerFact, 'fingerprints'>,
  blocks: readonly { readonly checksum: number }[],
): number {
  const head = [testFile, suite, environment, outcome, durationMs, endedAt];
  return combineChecksums(crc32(JSON.stringify(head)), blocks);
}

/** The same fact with its marks as an execution; `undefined` if a block has two hashes. */
export function fromFormerFact({
  testFile: path,
  suite,
  fingerprints,
  ...rest
}: FormerFact): Fact | undefined {
  const hashes = new Map<BlockKey, string>();
  const dependOn = (id: BlockId, hash: string) => {
    const block = formatBlockId(id);
    const isFirst = !hashes.has(block);
    if (isFirst) hashes.set(block, hash);
    return isFirst || hashes.get(block) === hash;
  };
  const instrumentedModules: string[] = [];
  const found = { reads: false, isComplete: false, fallback: false };
  for (const { block, hash } of fingerprints) {
    const former = parseFormerBlock(block, path);
    switch (former.kind) {
      case 'instrumented':
        instrumentedModules.push(former.module);
        break;
      case 'reads-complete':
        found.isComplete = true;
        break;
      case 'fallback':
        found.fallback = true;
        break;
      case 'block':
        if (isOfRead(former.id.kind)) found.reads = true;
        if (!dependOn(former.id, hash)) return undefined;
    }
  }
  const { isComplete, fallback } = found;
  const hasReads = found.reads || isComplete || fallback;
  const execution = {
    instrumentedModules: [...new Set(instrumentedModules)].sort(),
    ...(hasReads ? { reads: { isComplete, fallback } } : {}),
  };
  return {
    testFile: { suite, path },
    ...rest,
    dependencies: sortFingerprints([...hashes].map(([block, hash]) => ({ block, hash }))),
    ...(hasReads || instrumentedModules.length > 0 ? { execution } : {}),
  };
}

function isOfRead(kind: string): boolean {
  return kind === 'read' || kind === 'list' || kind === 'find';
}
