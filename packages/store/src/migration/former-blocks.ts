import type { BlockId } from '@nx-testmon/core';

/**
 * The meaning of a block's text up to schema 5 and in records without a version. A block could also be a mark that
 * described the whole fact.
 */
export type FormerBlock =
  | { readonly kind: 'block'; readonly id: BlockId }
  /** The module ran with probes. */
  | { readonly kind: 'instrumented'; readonly module: string }
  /** All reads of the fact's test file were traced. */
  | { readonly kind: 'reads-complete' }
  /** Something ran outside the traced processes. */
  | { readonly kind: 'fallback' };

/**
 * Reads a text of the former form. Paths were not escaped, so a path that contains `#` or `=>` is split at the wrong
 * position. Such a block never equals a current one, and its fact matches nothing.
 *
 * @param testFile path of the test file of the fact that contains the block
 */
export function parseFormerBlock(text: string, testFile: string): FormerBlock {
  if (text === `${testFile}#<reads>`) return { kind: 'reads-complete' };
  if (text === `${testFile}#<starts a process>`) return { kind: 'fallback' };
  const prefixed = /^(package|project|declared|data|read|list|find):(.*)$/s.exec(text);
  if (prefixed) return { kind: 'block', id: prefixedBlock(prefixed[1]!, prefixed[2]!) };
  const at = text.search(/#|=>/);
  if (at < 0) return { kind: 'block', id: pathBlock(text) };
  const module = text.slice(0, at);
  if (text[at] === '=') return { kind: 'block', id: { kind: 'hop', module, name: text.slice(at + 2) } };
  return namedBlock(module, text.slice(at + 1));
}

function prefixedBlock(prefix: string, rest: string): BlockId {
  switch (prefix) {
    case 'package':
    case 'project':
      return { kind: prefix, name: rest };
    case 'declared':
      return { kind: prefix, glob: rest };
    case 'data':
      return { kind: prefix, folder: rest === '*' ? '.' : rest.replace(/\/\*$/, '') };
    case 'read':
    case 'list':
    case 'find':
      return { kind: prefix, path: rest };
    default:
      return { kind: 'file', path: rest };
  }
}

function pathBlock(text: string): BlockId {
  return text.endsWith('/') ? { kind: 'folder', path: text.slice(0, -1) } : { kind: 'file', path: text };
}

function namedBlock(module: string, name: string): FormerBlock {
  switch (name) {
    case '<probes>':
      return { kind: 'instrumented', module };
    case '<pragmas>':
      return { kind: 'block', id: { kind: 'pragmas', module } };
    case '<links>':
      return { kind: 'block', id: { kind: 'links', module } };
    case '<types>':
      return { kind: 'block', id: { kind: 'types', module } };
    case '<load order>':
      return { kind: 'block', id: { kind: 'load-order', module } };
    default:
      return { kind: 'block', id: codeOrContext(module, name) };
  }
}

/** A manifest's key named `resolution` had the same text as the manifest's resolution fields. */
function codeOrContext(module: string, name: string): BlockId {
  const file = module.slice(module.lastIndexOf('/') + 1);
  if (file === 'package.json' && name === 'resolution') return { kind: 'resolution', module };
  if (file === 'tsconfig' && name === 'emit') return { kind: 'emit', module };
  return { kind: 'block', module, name };
}
