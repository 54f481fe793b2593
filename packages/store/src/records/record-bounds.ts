import { MAX_BLOCKS, MAX_FACTS, MAX_FALLBACKS, MAX_MODULES } from './record-schema';

/** Limits for the largest possible record, with a margin for its own fields. */
const bounds = {
  /** A list for each block. */
  lists: MAX_BLOCKS + 100,
  /** A fact, its test file, its execution and the reads in it; the causes of fallbacks. */
  objects: 4 * MAX_FACTS + MAX_FALLBACKS + 100,
  values: 3 * MAX_BLOCKS + MAX_MODULES + 17 * MAX_FACTS + 4 * MAX_FALLBACKS + 100,
  depth: 8,
};

/**
 * Why a text contains more than a record can, found without parsing it: a file of millions of empty lists is small
 * enough to be read, and would take minutes to parse and to validate.
 *
 * @returns `undefined` if it may be parsed
 */
export function findExceededBound(text: string): string | undefined {
  let [lists, objects, values, depth] = [0, 0, 0, 0];
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case QUOTE:
        at = endOfString(text, at);
        break;
      case COMMA:
        values++;
        break;
      case LIST:
        lists++;
        depth++;
        break;
      case OBJECT:
        objects++;
        depth++;
        break;
      case END_OF_LIST:
      case END_OF_OBJECT:
        depth--;
        break;
    }
    if (depth > bounds.depth) return 'nested too deeply';
    if (lists > bounds.lists || objects > bounds.objects || values > bounds.values)
      return 'more entries than a record may hold';
  }
  return undefined;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const LIST = 0x5b;
const END_OF_LIST = 0x5d;
const OBJECT = 0x7b;
const END_OF_OBJECT = 0x7d;

/** Position of the quote that ends a string; the end of the text if there is none. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let backslashes = 0;
    while (text.charCodeAt(end - 1 - backslashes) === BACKSLASH) backslashes++;
    if (backslashes % 2 === 0) return end;
  }
  return text.length;
}
