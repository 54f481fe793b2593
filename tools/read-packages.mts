import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** A package of this repository, as its manifest and its `tsconfig.json` describe it. */
export interface RepositoryPackage {
  /** Name of its folder. */
  readonly folder: string;
  /** Name by which it is imported. */
  readonly name: string;
  readonly layer: string;
  /** Folders of the packages of this repository that its manifest lists as dependencies. */
  readonly dependencies: readonly string[];
  /** Folders of the packages that its `tsconfig.json` refers to. */
  readonly references: readonly string[];
}

interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly nx?: { readonly tags?: readonly string[] };
}

/** @param root absolute path of the repository */
export function readPackages(root: string): RepositoryPackage[] {
  const folders = readdirSync(join(root, 'packages')).sort();
  const manifests = new Map(
    folders.map((folder) => [
      folder,
      JSON.parse(readFileSync(join(root, 'packages', folder, 'package.json'), 'utf8')) as Manifest,
    ]),
  );
  const folderOf = new Map([...manifests].map(([folder, { name }]) => [name, folder]));
  return [...manifests].map(([folder, { name, dependencies = {}, nx }]) => ({
    folder,
    name,
    layer: (nx?.tags ?? []).join().replace(/^layer:/, ''),
    dependencies: Object.keys(dependencies)
      .flatMap((dependency) => folderOf.get(dependency) ?? [])
      .sort(),
    references: readReferences(join(root, 'packages', folder, 'tsconfig.json')),
  }));
}

function readReferences(tsconfig: string): string[] {
  const parsed = ts.readConfigFile(tsconfig, (path) => readFileSync(path, 'utf8'));
  const { references = [] } = parsed.config as { references?: readonly { path: string }[] };
  return references.map(({ path }) => path.replace('../', '')).sort();
}
