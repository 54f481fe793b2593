import { crc32 } from 'node:zlib';
import { describeFactHead, type Fact, type Fingerprint } from '@nx-testmon/core';

/** Everything of a fact but its dependencies. */
export type FactHead = Omit<Fact, 'dependencies'>;

/** CRC-32 of one fingerprint. */
export function blockChecksum({ block, hash }: Fingerprint): number {
  return crc32(`${block}\0${hash}`);
}

/**
 * The checksum of a stored fact, so that a damaged row is never used as another fact: one flipped bit could turn an
 * id into another version of the same block, or a failure into a pass, or list a module as instrumented that ran
 * without probes. The checksum covers the meaning of the ids, not the ids, so that it also detects damage in the
 * tables of blocks and names.
 *
 * @param blocks the fact's dependencies, in any order: their checksums are added, because facts share them
 * @returns 32 bits, unsigned
 */
export function factChecksum(head: FactHead, blocks: readonly { readonly checksum: number }[]): number {
  return combineChecksums(crc32(JSON.stringify(describeFactHead(head))), blocks);
}

export function combineChecksums(head: number, blocks: readonly { readonly checksum: number }[]): number {
  let sum = head;
  for (const { checksum } of blocks) sum = (sum + checksum) >>> 0;
  return sum;
}

/** The part of a fact that {@link traceChecksum} covers. */
export interface TracedFact extends Pick<
  Fact,
  'testFile' | 'environment' | 'outcome' | 'durationMs' | 'endedAt' | 'sequence'
> {
  readonly checksum: number;
  readonly blocks: Uint8Array;
}

/**
 * The checksum of a fact and its dependency trace. It covers the ids themselves, so that a fact need not be unpacked.
 * The row of each id contains its own digest, and the fact's checksum covers the execution.
 */
export function traceChecksum(fact: TracedFact, trace: Uint8Array): number {
  const { testFile, environment, outcome, durationMs, endedAt, sequence, checksum, blocks } = fact;
  const place = sequence === undefined ? '' : ` ${sequence}`;
  const numbers = `${durationMs} ${endedAt} ${checksum} ${blocks.length}${place}`;
  const head = `${testFile.path}\0${testFile.suite}\0${environment}\0${outcome}\0${numbers}`;
  return crc32(trace, crc32(blocks, crc32(head)));
}
