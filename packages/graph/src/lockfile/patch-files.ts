import { posix } from 'node:path';
import { digestParts, isObject } from '@nx-testmon/core';
import { parseJsonObject } from '../files/parse-json';
import type { WorkspaceFiles } from '../files/workspace-files';

/**
 * Files that change a package after its installation, with the name of the package: the files of patch-package
 * (`@scope+name+1.0.0.patch`, `outer++name+1.0.0.patch`), pnpm (`@scope__name@1.0.0.patch`, or any name in
 * `patchedDependencies`) and Yarn (`@scope-name-npm-1.0.0-hash.patch`), in any folder.
 */
export class PatchFiles {
  private readonly files: WorkspaceFiles;
  private readonly paths: readonly string[];
  private readonly named: ReadonlyMap<string, readonly string[]>;

  constructor(files: WorkspaceFiles) {
    this.files = files;
    this.named = patchedDependencies(files);
    const named = new Set([...this.named.values()].flat());
    this.paths = files.paths.filter((path) => /\.(?:patch|diff)$/.test(path) && !named.has(path));
  }

  /** One text for each patch of a package: its path, and the digest of its content. */
  describe(name: string): string[] {
    if (this.paths.length === 0 && this.named.size === 0) return [];
    const isOwn = patchMatcher(name);
    const found = [
      ...(this.named.get(name) ?? []),
      ...this.paths.filter((path) => isOwn(posix.basename(path))),
    ];
    return found.map((path) => `${path} ${this.files.contentHash(path) ?? 'missing'}`);
  }

  /** The state of all patches: one digest for each; empty without patches. */
  state(): string {
    const named = [...this.named].flatMap(([name, paths]) => paths.map((path) => [name, path] as const));
    return [...this.paths.map((path) => ['', path] as const), ...named]
      .map(([name, path]) => digestParts([name, path, this.files.contentHash(path) ?? 'missing']))
      .join('\n');
  }
}

function patchMatcher(name: string): (fileName: string) => boolean {
  const spelled = ['+', '__', '-', '_'].map((separator) => name.replace('/', separator));
  return (fileName) =>
    fileName
      .split('++')
      .some((part) =>
        spelled.some(
          (one) =>
            part.startsWith(one) &&
            /^(?:$|[+@]|-npm-|-patch-|-\d|\.(?:patch|diff)$)/.test(part.slice(one.length)),
        ),
      );
}

/** `patchedDependencies` of pnpm, in the manifest or in `pnpm-workspace.yaml`: paths by the name of the package. */
function patchedDependencies(files: WorkspaceFiles): ReadonlyMap<string, readonly string[]> {
  const { pnpm } = parseJsonObject(files.text('package.json') ?? '') ?? {};
  const inManifest = isObject(pnpm) ? pnpm['patchedDependencies'] : undefined;
  const found = new Map<string, string[]>();
  for (const value of [inManifest, patchesInYaml(files.text('pnpm-workspace.yaml'))]) {
    if (!isObject(value)) continue;
    for (const [key, path] of Object.entries(value)) {
      const name = /^(@?[^@]+)/.exec(key)?.[1];
      if (name === undefined || typeof path !== 'string') continue;
      found.set(name, [...(found.get(name) ?? []), posix.normalize(path)]);
    }
  }
  return found;
}

function patchesInYaml(text: string | undefined): unknown {
  if (text?.includes('patchedDependencies') !== true) return undefined;
  // Loaded late: most workspaces have none.
  const { parse } = require('yaml') as typeof import('yaml');
  try {
    const value: unknown = parse(text, { maxAliasCount: 0, logLevel: 'silent' });
    return isObject(value) ? value['patchedDependencies'] : undefined;
  } catch {
    return undefined; // not valid YAML
  }
}
