import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type BlockId, coversManyFiles, formatBlockId, moduleOfBlock, parseBlockId } from './block-id';

const separators = ['#', '=>', '=', '>', ':', '%', '%23', '/', '.', '*', '<links>', 'read:', 'package.json'];
/** Paths and names with the separators of the text, in every position. */
const text = fc
  .array(fc.oneof(fc.constantFrom(...separators), fc.string({ maxLength: 4 })), { maxLength: 6 })
  .map((parts) => parts.join(''));

const withModule = (kind: 'pragmas' | 'links' | 'types' | 'text' | 'load-order' | 'resolution' | 'emit') =>
  text.map((module): BlockId => ({ kind, module }));
const anyId: fc.Arbitrary<BlockId> = fc.oneof(
  fc.record({ kind: fc.constant('block' as const), module: text, name: text }),
  fc.record({ kind: fc.constant('hop' as const), module: text, name: text }),
  withModule('pragmas'),
  withModule('links'),
  withModule('types'),
  withModule('text'),
  withModule('load-order'),
  withModule('resolution'),
  withModule('emit'),
  fc.record({ kind: fc.constantFrom('file' as const, 'folder' as const), path: text }),
  fc.record({
    kind: fc.constantFrom('load' as const, 'unresolved' as const, 'targets' as const),
    module: text,
    specifier: text,
  }),
  fc.record({ kind: fc.constant('data' as const), folder: text }),
  fc.record({ kind: fc.constantFrom('project' as const, 'package' as const), name: text }),
  fc.record({ kind: fc.constant('declared' as const), glob: text }),
  fc.record({ kind: fc.constantFrom('read' as const, 'list' as const, 'find' as const), path: text }),
);

test('parsing what was formatted gives the same id, for every path and name', () => {
  const property = fc.property(anyId, (id) => {
    expect(parseBlockId(formatBlockId(id))).toEqual(id);
  });
  fc.assert(property, { numRuns: 5000 });
});

test('the states of projects, folders, data files and globs cover many files, and no other block does', () => {
  const property = fc.property(anyId, (id) => {
    const isOfMany = ['project', 'folder', 'data', 'declared'].includes(id.kind);
    expect(coversManyFiles(formatBlockId(id))).toBe(isOfMany);
  });
  fc.assert(property, { numRuns: 5000 });
});

test('formatting what was parsed gives the same text, and a text that is not an id is not parsed', () => {
  fc.assert(
    fc.property(text, (given) => {
      const id = parseBlockId(given);
      fc.pre(id !== undefined);
      expect(formatBlockId(id)).toBe(given);
    }),
    { numRuns: 5000 },
  );
  for (const foreign of ['env:CI', 'C:/a.ts', 'a%23.ts/#f', 'a/#f', 'data:src', 'a.ts#%f'])
    expect(parseBlockId(foreign), foreign).toBeUndefined();
});

describe('texts that people read', () => {
  test.each<[BlockId, string]>([
    [{ kind: 'block', module: 'src/a.ts', name: 'Cart.#count()' }, 'src/a.ts#Cart.#count()'],
    [{ kind: 'block', module: 'src/a.ts', name: '<effects>' }, 'src/a.ts#<effects>'],
    [{ kind: 'hop', module: 'src/index.ts', name: '*' }, 'src/index.ts=>*'],
    [{ kind: 'load-order', module: 'a.test.ts' }, 'a.test.ts#<load order>'],
    [{ kind: 'resolution', module: 'package.json' }, 'package.json#<resolution>'],
    [{ kind: 'file', path: 'src/a.txt' }, 'src/a.txt'],
    [{ kind: 'folder', path: '.' }, './'],
    [{ kind: 'data', folder: '.' }, 'data:*'],
    [{ kind: 'data', folder: 'src/mail' }, 'data:src/mail/*'],
    [{ kind: 'package', name: '@nx/devkit' }, 'package:@nx/devkit'],
    [{ kind: 'read', path: 'src/a#b.txt' }, 'read:src/a#b.txt'],
    [{ kind: 'load', module: 'src/a.ts', specifier: './b' }, 'load:src/a.ts=>./b'],
    [{ kind: 'unresolved', module: 'src/a.ts', specifier: 'b' }, 'unresolved:src/a.ts=>b'],
    [{ kind: 'targets', module: 'src/a.ts', specifier: 'b' }, 'targets:src/a.ts=>b'],
    [{ kind: 'file', path: 'src/c#=>:100%/' }, 'src/c%23%3D>%3A100%25%2F'],
    [{ kind: 'block', module: 'a.ts', name: '<links>' }, 'a.ts#%<links>'],
  ])('%o is %s', (id, expected) => {
    expect(formatBlockId(id)).toBe(expected);
    expect(parseBlockId(expected)).toEqual(id);
  });
});

test('only the parts of a module have a module', () => {
  expect(moduleOfBlock({ kind: 'hop', module: 'a.ts', name: 'f' })).toBe('a.ts');
  expect(moduleOfBlock({ kind: 'types', module: 'a.ts' })).toBe('a.ts');
  expect(moduleOfBlock({ kind: 'file', path: 'a.ts' })).toBeUndefined();
});
