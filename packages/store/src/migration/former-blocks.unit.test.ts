import { formatBlockId } from '@nx-testmon/core';
import { describe, expect, it } from 'vitest';
import { parseFormerBlock } from './former-blocks';

const testFile = 'a.test.ts';

/** The current text of a block of the former form, or the kind of its mark. */
function currentText(text: string): string {
  const former = parseFormerBlock(text, testFile);
  return former.kind === 'block' ? formatBlockId(former.id) : former.kind;
}

describe('a block of the former form', () => {
  it.each([
    'src/a.ts#Cart.#count()',
    'src/a.ts#<effects>',
    'src/a.ts#<pragmas>',
    'src/a.ts#<links>',
    'src/a.ts#<types>',
    'a.test.ts#<load order>',
    'src/index.ts=>*',
    'src/index.ts=>./none',
    'package.json#version',
    'package:@nx/devkit',
    'project:shop',
    'declared:libs/*/data/**',
    'data:*',
    'data:src/mail/*',
    'src/a.txt',
    'src/texts/',
    './',
    'read:src/a#b.txt',
    'list:src',
    'find:src/none',
  ])('has the same text in the current form: %s', (text) => {
    expect(currentText(text)).toBe(text);
  });

  it.each([
    ['libs/a/package.json#resolution', 'libs/a/package.json#<resolution>'],
    ['tsconfig#emit', 'tsconfig#<emit>'],
    ['src/emitter.ts#emit', 'src/emitter.ts#emit'],
    ['src/100%.ts#f', 'src/100%25.ts#f'],
    ['src/a:b.ts#f', 'src/a%3Ab.ts#f'],
    ['a.test.ts#<reads>', 'reads-complete'],
    ['a.test.ts#<starts a process>', 'fallback'],
    ['src/a.ts#<probes>', 'instrumented'],
  ])('has another text if it was ambiguous or a mark: %s is %s', (text, expected) => {
    expect(currentText(text)).toBe(expected);
  });

  it('is not a mark of the fact if it names another test file', () => {
    expect(parseFormerBlock('b.test.ts#<reads>', testFile).kind).toBe('block');
    expect(parseFormerBlock('b.test.ts#<starts a process>', testFile).kind).toBe('block');
  });
});
