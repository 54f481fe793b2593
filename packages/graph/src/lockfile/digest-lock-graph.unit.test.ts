import fc from 'fast-check';
import { expect, test } from 'vitest';
import { digestLockGraph } from './digest-lock-graph';
import type { LockedCopy } from './lock-graph';
import { readPnpmLock } from './read-pnpm-lock';

type Spec = Readonly<Record<string, readonly [entry: string, dependencies: readonly string[]]>>;

function digests(spec: Spec): ReadonlyMap<string, string> {
  const copies = Object.entries(spec).map(([name, [entry, needed]]): [string, LockedCopy] => {
    const dependencies = needed.map((other) => ({ name: other, copies: spec[other] ? [other] : [] }));
    return [name, { name, version: undefined, entry, dependencies }];
  });
  return digestLockGraph({ copies: new Map(copies) });
}

function reachable(spec: Spec, start: string): Set<string> {
  const seen = new Set([start]);
  for (const name of seen)
    for (const next of spec[name]?.[1] ?? [])
      if (spec[next] && (isTypes(name) || !isTypes(next))) seen.add(next);
  return seen;
}

const isTypes = (name: string) => name.startsWith('@types/');
const names = ['a', 'b', 'c', 'd', 'e', '@types/a', '@types/b'];
const specs = fc.record(
  Object.fromEntries(
    names.map((name) => [name, fc.tuple(fc.constant('1'), fc.subarray(names, { maxLength: 3 }))]),
  ),
) as fc.Arbitrary<Record<string, [string, string[]]>>;

test('a changed package changes only the digests of the packages that reach it, in cycles too, and types change only types', () => {
  fc.assert(
    fc.property(specs, fc.constantFrom(...names), (spec, changed) => {
      const before = digests(spec);
      const after = digests({ ...spec, [changed]: ['2', spec[changed]![1]] });
      const differing = names.filter((name) => before.get(name) !== after.get(name));
      expect(differing).toEqual(names.filter((name) => reachable(spec, name).has(changed)));
    }),
  );
});

test('the order of the packages does not matter', () => {
  fc.assert(
    fc.property(specs, fc.shuffledSubarray(names, { minLength: names.length }), (spec, order) => {
      const shuffled = digests(Object.fromEntries(order.map((name) => [name, spec[name]!])));
      expect(new Map([...shuffled].sort())).toEqual(new Map([...digests(spec)].sort()));
    }),
  );
});

test('a new dependency changes the digest, even if it is not locked', () => {
  const without = digests({ a: ['1', []], b: ['1', []] }).get('a');
  const withB = digests({ a: ['1', ['b']], b: ['1', []] }).get('a');
  const withAbsent = digests({ a: ['1', ['x']], b: ['1', []] }).get('a');
  expect(new Set([without, withB, withAbsent]).size).toBe(3);
});

test('a peer dependency on types is in no digest, even if packages need each other', () => {
  const locked = (types: string) => {
    const peers = `(@types/node@${types})`;
    return readPnpmLock(`lockfileVersion: '9.0'
packages:
  runner@1.0.0: {resolution: {integrity: R1}}
  coverage@1.0.0: {resolution: {integrity: C1}}
  alone@1.0.0: {resolution: {integrity: A1}}
  '@types/node@${types}': {resolution: {integrity: T${types}}}
snapshots:
  runner@1.0.0${peers}: {optionalDependencies: {'@types/node': ${types}, coverage: 1.0.0${peers}}}
  coverage@1.0.0${peers}: {dependencies: {runner: 1.0.0${peers}}}
  alone@1.0.0${peers}: {optionalDependencies: {'@types/node': ${types}}}
  '@types/node@${types}': {}
`)!;
  };
  const digestsOf = (types: string) => {
    const graph = locked(types);
    const found = digestLockGraph(graph);
    return Object.fromEntries([...graph.copies].map(([id, { name }]) => [name, found.get(id)]));
  };
  const [before, after] = [digestsOf('22.0.0'), digestsOf('22.0.1')];
  expect(Object.keys(before).filter((name) => before[name] !== after[name])).toEqual(['@types/node']);
  expect(new Set(Object.values(before)).size).toBe(4);
});

test('a chain of 20,000 packages does not overflow the stack', () => {
  const spec = Object.fromEntries(
    Array.from({ length: 20_000 }, (_, at) => [`p${at}`, ['1', [`p${at + 1}`]] as const]),
  );
  expect(digests(spec).size).toBe(20_000);
});
