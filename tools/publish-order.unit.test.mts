import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { publishOrder, type PublishedPackage } from './publish-order.mts';

const folder = join(dirname(import.meta.dirname), 'packages');
const packages = readdirSync(folder).map(
  (name) => JSON.parse(readFileSync(join(folder, name, 'package.json'), 'utf8')) as PublishedPackage,
);

test('each package of this repository comes after all packages that it depends on', () => {
  const names = publishOrder(packages).map(({ name }) => name);
  expect([...names].sort()).toEqual(packages.map(({ name }) => name).sort());
  for (const { name, dependencies } of packages) {
    for (const other of Object.keys(dependencies ?? {}).filter((one) => names.includes(one)))
      expect(names.indexOf(other), `${other} before ${name}`).toBeLessThan(names.indexOf(name));
  }
  expect([names[0], names.at(-1)]).toEqual(['@nx-testmon/core', 'nx-testmon']);
});

test("packages that depend on each other can't be ordered", () => {
  const of = (name: string, other: string) => ({
    name,
    version: '1.0.0',
    dependencies: { [other]: '1.0.0' },
  });
  expect(() => publishOrder([of('a', 'b'), of('b', 'a')])).toThrow('a, b');
});
