/**
 * Packs a set of block ids into bytes: sorted, as differences, each a LEB128 variable-length integer.
 *
 * @param ids non-negative safe integers, in any order; duplicates are dropped
 * @throws RangeError when an id is negative or not a safe integer
 */
export function packBlockList(ids: Iterable<number>): Uint8Array {
  const sorted = [...new Set(ids)].sort((a, b) => a - b);
  const bytes: number[] = [];
  let previous = 0;
  for (const id of sorted) {
    if (!Number.isSafeInteger(id) || id < 0) {
      throw new RangeError(`block id must be a non-negative integer, got ${id}`);
    }
    let rest = id - previous;
    previous = id;
    while (rest >= 128) {
      bytes.push((rest % 128) + 128);
      rest = Math.floor(rest / 128);
    }
    bytes.push(rest);
  }
  return Uint8Array.from(bytes);
}

/**
 * The inverse of {@link packBlockList}.
 *
 * @returns the ids, ascending; `undefined` if the bytes are damaged: they end inside a number, or a number is too
 *   large or occurs twice
 */
export function unpackBlockList(bytes: Uint8Array): number[] | undefined {
  const ids: number[] = [];
  return eachInBlockList(bytes, (id) => void ids.push(id)) ? ids : undefined;
}

/**
 * The same without creating a list, for reading millions of lists.
 *
 * @param visit is called with each id, ascending, before the following bytes are read
 * @returns whether the whole list could be read
 */
export function eachInBlockList(bytes: Uint8Array, visit: (id: number) => void): boolean {
  let id = 0;
  let rest = 0;
  let scale = 1;
  let isFirst = true;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!;
    rest += (byte & 127) * scale;
    if (byte >= 128) {
      scale *= 128;
      if (scale > Number.MAX_SAFE_INTEGER) return false;
      continue;
    }
    if (rest === 0 && !isFirst) return false;
    id += rest;
    if (!Number.isSafeInteger(id)) return false;
    visit(id);
    isFirst = false;
    rest = 0;
    scale = 1;
  }
  return scale === 1;
}
