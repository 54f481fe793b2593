import { posix } from 'node:path';
import { digestParts, type Fingerprint, folderOf, formatBlockId, isInside } from '@nx-testmon/core';
import { fromWorkspacePath } from '../files/workspace-paths';
import type { WorkspaceFiles } from '../files/workspace-files';
import { Memo } from '../memo';
import type { Tsconfig, Tsconfigs } from '../resolution/tsconfigs';

const typesOnly = /\.d\.(?:[^/.]+\.)?[cm]?ts$/;

/**
 * Matches files that may declare something for files that do not import them: a script, or a module that declares
 * globals.
 */
const declaresForOthers = /\bdeclare\s+(?:global|module|namespace)\b/;
const isModule = /^\s*(?:import|export)\b/m;

/** The files that affect how types are checked: whole tsconfig files, and files that apply without an import. */
export class TypeContext {
  private readonly ofTsconfigs = new Memo((path) => this.describe(path));

  constructor(
    private readonly files: WorkspaceFiles,
    private readonly tsconfigs: Tsconfigs,
  ) {}

  /**
   * @param path of a tsconfig file; for any other path, the tsconfig files of the nearest folder that contains some
   *   count
   */
  fingerprints(path: string): readonly Fingerprint[] {
    if (path.endsWith('.json') && this.tsconfigs.at(path)) return this.ofTsconfigs.get(path);
    const folder = this.tsconfigs.folderFor(folderOf(path) ?? '.');
    if (folder === undefined) return [];
    return this.tsconfigs.inFolder(folder).flatMap((one) => this.ofTsconfigs.get(one.path));
  }

  private describe(path: string): readonly Fingerprint[] {
    const tsconfig = this.tsconfigs.at(path);
    if (!tsconfig) return [];
    const ambient = this.files.paths.filter((file) => this.isAmbient(tsconfig, file));
    return [
      {
        block: formatBlockId({ kind: 'types', module: path }),
        hash: digestParts([JSON.stringify(tsconfig.settings) ?? tsconfig.text, ...ambient]),
      },
      ...ambient.map((module) => ({
        block: formatBlockId({ kind: 'types', module }),
        hash: this.files.contentHash(module) ?? 'missing',
      })),
    ];
  }

  private isAmbient(tsconfig: Tsconfig, file: string): boolean {
    if (!/\.[cm]?tsx?$/.test(file)) return false;
    const isIncluded =
      tsconfig.includes(fromWorkspacePath(this.files.root, file)) ||
      typeRootsOf(tsconfig).some((folder) => isInside(folder, file));
    if (!isIncluded) return false;
    if (typesOnly.test(file)) return true;
    const compute = () => {
      const text = this.files.text(file) ?? '';
      return declaresForOthers.test(text) || !isModule.test(text);
    };
    const key = `ambient:${this.files.contentHash(file)}`;
    return this.files.derive(key, compute, (value): value is boolean => typeof value === 'boolean') === true;
  }
}

/** Folders and modules in the workspace that `typeRoots` and `types` name. */
function typeRootsOf({ path, options }: Tsconfig): string[] {
  const named = [options['typeRoots'], options['types']].flatMap((value): unknown[] =>
    Array.isArray(value) ? value : [],
  );
  return named
    .filter((value): value is string => typeof value === 'string' && value.startsWith('.'))
    .map((value) => posix.join(folderOf(path) ?? '.', value).replace(/\/$/, ''));
}
