import { createHash } from 'node:crypto';

/** The pattern of a block hash: a digest, or a word such as `missing`. Records with other hashes are rejected. */
export const hashPattern = /^[\x21-\x7e]{1,256}$/;

/** 96 bits of SHA-256, as 16 characters of base64url: short enough to store by the million. */
export function digest(text: string | Uint8Array): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 16);
}

/** Digest of a sequence of parts; different splits of the same text give different digests. */
export function digestParts(parts: Iterable<string>): string {
  // One call, because a call for each part takes much longer than hashing it.
  let text = '';
  for (const part of parts) text += `${part.length}:${part}`;
  return digest(text);
}
