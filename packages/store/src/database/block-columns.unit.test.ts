import { blockFields, type BlockKind } from '@nx-testmon/core';
import { expect, it } from 'vitest';
import { fromBlockColumns, toBlockColumns } from './block-columns';

it.each(Object.keys(blockFields) as BlockKind[])(
  'a block of the kind %s is written to the columns from which it is read',
  (kind) => {
    const id = fromBlockColumns(kind, 'a.ts', 'b');
    expect(id?.kind).toBe(kind);
    expect(Object.keys(id ?? {}).sort()).toEqual(['kind', ...blockFields[kind]].sort());
    const fields: readonly string[] = blockFields[kind];
    const [module, name] = [fields.includes('module') ? 'a.ts' : '', fields.join() === 'module' ? '' : 'b'];
    expect(id && toBlockColumns(id)).toEqual({ kind, module, name });
  },
);

it('a block of another kind is damaged', () => {
  for (const kind of ['', 'constructor', 'blocks'])
    expect(fromBlockColumns(kind, 'a.ts', 'b')).toBeUndefined();
});
