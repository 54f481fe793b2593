import { crc32 } from 'node:zlib';
import type { Fact, Fingerprint } from '@nx-testmon/core';

/** Everything of a fact but its blocks. */
export type FactHead = Omit<Fact, 'fingerprints'>;

/** CRC-32 of one fingerprint. */
export function blockChecksum({ block, hash }: Fingerprint): number {
  return crc32(`${block}\0${hash}`);
}

/**
 * What a stored fact must add up to, so that a damaged row is never taken for another fact: an id that one
 * flipped bit turns into another version of the same block, a failure that reads as a pass. It is over what
 * the ids mean, not over the ids, so that damage in the table of blocks shows too.
 *
 * @param blocks the fact's blocks, in any order: their checksums are added, because facts share them
 * @returns 32 bits, unsigned
 */
export function factChecksum(head: FactHead, blocks: readonly { readonly checksum: number }[]): number {
  const { testFile, suite, environment, outcome, durationMs, endedAt } = head;
  let sum = crc32(JSON.stringify([testFile, suite, environment, outcome, durationMs, endedAt]));
  for (const { checksum } of blocks) sum = (sum + checksum) >>> 0;
  return sum;
}

/**
 * What a fact and the inputs of its walk must add up to. It is over the ids themselves, so that a fact need not
 * be unpacked; what each of them means holds a digest of itself.
 */
export function inputsChecksum(
  { testFile, suite, environment, outcome, durationMs, endedAt, checksum, blocks }: PackedFact,
  inputs: Uint8Array,
): number {
  const numbers = `${durationMs} ${endedAt} ${checksum} ${blocks.length}`;
  const head = `${testFile}\0${suite}\0${environment}\0${outcome}\0${numbers}`;
  return crc32(inputs, crc32(blocks, crc32(head)));
}

interface PackedFact extends FactHead {
  readonly checksum: number;
  readonly blocks: Uint8Array;
}
