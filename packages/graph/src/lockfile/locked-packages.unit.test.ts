import { formatPackageRequest, type PackageRequest } from '@nx-testmon/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LockedPackages } from './locked-packages';
import { digestLockfile } from './digested-lockfile';
import {
  allPackages,
  folders,
  type Installation,
  installations,
  place,
  reachable,
  readers,
  splitName,
  writers,
} from './random-lockfiles.testing';

const managers = Object.keys(writers);

function open(manager: string, installation: Installation, used: readonly string[]): LockedPackages {
  const graph = readers[manager]!(writers[manager]!(installation), installation)!;
  const content = digestLockfile(graph, []);
  return new LockedPackages(content, used, content.isolates);
}

/** The packages that code of a project finds by name, because the root or the project requests them. */
function askedBy({ importers }: Installation, folder: string): Readonly<Record<string, string>> {
  return { ...importers['.'], ...importers[folder] };
}

/**
 * The packages that code of a project finds by name. npm and Bun also install packages there that others
 * request.
 */
function visibleTo(
  manager: string,
  installation: Installation,
  folder: string,
): Readonly<Record<string, string>> {
  const placed = manager === 'npm' || manager === 'bun' ? place(installation) : new Map<string, string>();
  const atRoot = Object.fromEntries([...placed].filter(([key]) => !key.includes('|')));
  const inFolder = [...placed].flatMap(([key, version]) => {
    const [at, name, ...rest] = key.split('|');
    return at === `:${folder}` && name !== undefined && rest.length === 0 ? [[name, version] as const] : [];
  });
  return { ...atRoot, ...Object.fromEntries(inFolder), ...askedBy(installation, folder) };
}

describe.each(managers)('a package that %s installs', (manager) => {
  const inputs = [installations, fc.constantFrom(...allPackages), fc.constantFrom(...folders)] as const;
  const differs = (one: LockedPackages, other: LockedPackages, request: PackageRequest) =>
    one.digest(request) !== other.digest(request);

  test('counts for a project if the project requests it or a requested package needs it', () => {
    fc.assert(
      fc.property(...inputs, (installation, edited, folder) => {
        const [before, after] = [installation, { ...installation, edited }].map((one) =>
          open(manager, one, [folder]),
        );
        for (const [name, version] of Object.entries(askedBy(installation, folder))) {
          const isExpected = reachable(installation, { [name]: version }).has(edited);
          expect(differs(before!, after!, { name }), name).toBe(isExpected);
        }
      }),
    );
  });

  test('counts as a loaded version for every importer, but not as another version', () => {
    fc.assert(
      fc.property(...inputs, (installation, edited, folder) => {
        const [before, after] = [installation, { ...installation, edited }].map((one) =>
          open(manager, one, [folder]),
        );
        const all = Object.values(installation.importers).flatMap((one) => [...reachable(installation, one)]);
        for (const loaded of all) {
          const [name, version] = splitName(loaded);
          const own = { [name]: version };
          const asked = visibleTo(manager, installation, folder)[name];
          const isOwn = reachable(installation, own).has(edited);
          const isAsked = asked !== undefined && reachable(installation, { [name]: asked }).has(edited);
          expect(differs(before!, after!, { name, version }), formatPackageRequest({ name, version })).toBe(
            isOwn || isAsked,
          );
        }
      }),
    );
  });

  test('has another digest only for a project that requests another version', () => {
    fc.assert(
      fc.property(installations, fc.constantFrom('a', 'c', 'f'), (installation, name) => {
        const asking = (version: string): Installation => {
          const importers = { ...installation.importers };
          for (const folder of folders) importers[folder] = { ...importers[folder], [name]: '1.0.0' };
          importers['packages/p'] = { ...importers['packages/p'], [name]: version };
          return { ...installation, importers };
        };
        const isChanged = (used: readonly string[], request: PackageRequest) =>
          differs(open(manager, asking('1.0.0'), used), open(manager, asking('2.0.0'), used), request);
        expect(isChanged(['packages/p'], { name })).toBe(true);
        expect(isChanged(['packages/p'], { name, version: '1.0.0' })).toBe(true);
        expect(isChanged(['packages/q', 'packages/p'], { name })).toBe(true);
      }),
    );
  });

  test('is found by name if the project or the root requests it', () => {
    fc.assert(
      fc.property(installations, fc.constantFrom(...folders), (installation, folder) => {
        const locked = open(manager, installation, [folder]);
        for (const name of Object.keys(askedBy(installation, folder)))
          expect(locked.isProvided(`${folder}/src`.replace('./', ''), name)).toBe(true);
      }),
    );
  });
});

test('a request for all packages of pnpm means those of the project and of the root', () => {
  fc.assert(
    fc.property(
      installations,
      fc.constantFrom(...allPackages),
      fc.constantFrom(...folders),
      (installation, edited, folder) => {
        const [before, after] = [installation, { ...installation, edited }].map((one) =>
          open('pnpm', one, [folder]).digest({ name: '*' }),
        );
        const asked = ['.', folder].flatMap((one) => [
          ...reachable(installation, installation.importers[one]!),
        ]);
        expect(before !== after).toBe(asked.includes(edited));
      },
    ),
  );
});
