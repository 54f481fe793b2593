import { describe, expect, it } from 'vitest';
import type { ModuleModel } from './module-model';
import { validateModel } from './validate-model';

const model: ModuleModel = {
  kind: 'module',
  contentHash: 'digest',
  keys: { a: 'digest' },
  parseError: 'none',
  pragmas: ['@vitest', 'environment'],
  imports: [{ specifier: './a', kind: 'elidable' }],
  bindings: { a: { specifier: './a', name: '*' } },
  declarations: { f: 'f' },
  exports: { f: { kind: 'local', name: 'f' }, g: { kind: 'hop', specifier: './g', name: 'g' } },
  stars: ['./b'],
  commonJs: false,
  readsFiles: true,
  blocks: [
    {
      name: 'f()',
      parent: 'f',
      hash: 'digest',
      eager: 'shape',
      references: [{ name: 'a', member: 'b', use: 'heritage' }],
      dependencies: [{ kind: 'asset', specifier: './c.txt' }],
      fallbackCauses: ['starts-process'],
    },
  ],
};

/** Every path in a JSON value, as a list of names. */
function pathsIn(value: unknown, above: readonly string[] = []): string[][] {
  const inner = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return inner.flatMap(([name, one]) => [[...above, name], ...pathsIn(one, [...above, name])]);
}

function damaged(path: readonly string[], value: unknown): unknown {
  const copy = structuredClone(model);
  const last = path.at(-1)!;
  const holder = path.slice(0, -1).reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], copy);
  (holder as Record<string, unknown>)[last] = value;
  return copy;
}

describe('a model from a cache', () => {
  it('is returned unchanged', () => {
    expect(validateModel(model)).toBe(model);
    const { keys: _keys, parseError: _parseError, ...least } = model;
    expect(validateModel(least)).toBe(least);
  });

  it.each(pathsIn(model).map((path) => [path.join('.'), path] as const))(
    'is rejected if %s is broken',
    (_, path) => {
      for (const value of [null, 7, [null], { a: null }])
        expect(validateModel(damaged(path, value))).toBeUndefined();
    },
  );

  it('is rejected if its kind is unknown', () => {
    expect(validateModel(damaged(['kind'], 'a'))).toBeUndefined();
    expect(validateModel(damaged(['exports', 'f', 'kind'], 'a'))).toBeUndefined();
    expect(validateModel(damaged(['blocks', '0', 'fallbackCauses', '0'], 'a'))).toBeUndefined();
    expect([null, [], 'model', 7].map(validateModel)).toEqual([undefined, undefined, undefined, undefined]);
  });
});
