import { describe, expect, test } from 'vitest';
import { locateBlocks } from '../../positions/locate-blocks';
import { readCodePositions } from '../../positions/read-code-positions';
import { alignCode } from '../../probes/align-code';
import { insertProbes } from '../../probes/insert-probes';
import { locateFallback } from '../locate-fallback';
import { read, testSyntax } from '../model.testing';
import { whileParsable } from './while-parsable';

const depth = 50_000;
const deep = `import './b';\nexport const a = () => ${'('.repeat(depth)}1${')'.repeat(depth)};`;

describe('syntax that is nested too deeply for the stack', () => {
  test('makes a module one block with its imports', () => {
    expect(read(deep, 'a.ts')).toMatchObject({
      kind: 'whole-file',
      parseError: expect.stringContaining('stack') as string,
      imports: [{ specifier: './b' }],
    });
  });

  test('has no probes, blocks, positions or aligned tokens', () => {
    expect(insertProbes(deep, 'a.ts', 'a.ts', testSyntax)).toBeUndefined();
    expect(locateBlocks(deep, 'a.ts', testSyntax)).toBeUndefined();
    expect(readCodePositions(deep, 'a.ts', testSyntax)).toBeUndefined();
    expect(alignCode(deep, deep)).toBeUndefined();
  });

  test('leaves a fallback cause without a line', () => {
    const fallback = { kind: 'evaluates-code', module: 'a.ts' } as const;
    expect(locateFallback(fallback, deep, testSyntax)).toEqual(fallback);
  });
});

test('other errors are thrown', () => {
  const bug = new TypeError('x is undefined');
  const work = () => {
    throw bug;
  };
  expect(() => whileParsable(work, () => undefined)).toThrow(bug);
});
