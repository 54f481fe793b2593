import {
  digestParts,
  type Fingerprint,
  folderOf,
  foldersUpward,
  formatBlockId,
  joinWorkspacePath,
} from '@nx-testmon/core';
import { Memo } from '../memo';
import type { Manifest, Manifests } from '../resolution/package-manifests';
import type { Tsconfig, Tsconfigs } from '../resolution/tsconfigs';

/** Fields of `package.json` that decide how modules below it are resolved, loaded and shaken. */
const resolutionFields = ['type', 'imports', 'exports', 'main', 'module', 'browser', 'sideEffects'];

/** Fields of `package.json` that configure who transforms modules below it, however far below. */
const transformFields = ['babel', 'browserslist', 'postcss'];

/** Compiler options that affect the output or the resolution. Each resolution contains `paths` instead. */
const emitOptions = [
  'target',
  'module',
  'moduleResolution',
  'customConditions',
  'jsx',
  'jsxFactory',
  'jsxFragmentFactory',
  'jsxImportSource',
  'reactNamespace',
  'experimentalDecorators',
  'emitDecoratorMetadata',
  'useDefineForClassFields',
  'verbatimModuleSyntax',
  'isolatedModules',
  'preserveValueImports',
  'importsNotUsedAsValues',
  'preserveConstEnums',
  'alwaysStrict',
  'strict',
  'esModuleInterop',
  'allowSyntheticDefaultImports',
  'downlevelIteration',
  'importHelpers',
];

/** The files that affect how modules are compiled and resolved, read once for each folder. */
export class CompileContext {
  private readonly byFolder = new Memo((folder) => this.read(folder));
  private readonly keepingFolders = new Memo((folder) => this.keepsTypeImportsIn(folder));

  constructor(
    private readonly manifests: Manifests,
    private readonly tsconfigs: Tsconfigs,
  ) {}

  /**
   * Fingerprints of the nearest `package.json` and tsconfig files, and of manifests further up that configure
   * transformers.
   */
  fingerprints(path: string): readonly Fingerprint[] {
    return this.byFolder.get(folderOf(path) ?? '.');
  }

  /** True if imports that are only used as types are loaded anyway. */
  keepsTypeImports(path: string): boolean {
    // Nothing drops imports from a file without types.
    return /\.[cm]?jsx?$/.test(path) || this.keepingFolders.get(folderOf(path) ?? '.');
  }

  private read(folder: string): readonly Fingerprint[] {
    const found: Fingerprint[] = [];
    for (const manifest of this.manifestsFor(folder)) {
      const module = joinWorkspacePath(manifest.folder, 'package.json');
      found.push({ block: formatBlockId({ kind: 'resolution', module }), hash: hashManifest(manifest) });
    }
    const tsconfigFolder = this.tsconfigs.folderFor(folder);
    if (tsconfigFolder !== undefined) {
      const hashes = this.tsconfigs
        .inFolder(tsconfigFolder)
        .flatMap((tsconfig) => [tsconfig.path, hashTsconfig(tsconfig)]);
      const module = joinWorkspacePath(tsconfigFolder, 'tsconfig');
      found.push({ block: formatBlockId({ kind: 'emit', module }), hash: digestParts(hashes) });
    }
    return found;
  }

  private manifestsFor(folder: string): Manifest[] {
    const upward = [...foldersUpward(folder)].flatMap((at) => this.manifests.inFolder(at) ?? []);
    return upward.filter(({ fields }, at) => at === 0 || transformFields.some((field) => field in fields));
  }

  private keepsTypeImportsIn(folder: string): boolean {
    const nearest = this.tsconfigs.folderFor(folder);
    return nearest !== undefined && this.tsconfigs.inFolder(nearest).some(keepsTypeImports);
  }
}

function keepsTypeImports({ options, readable }: Tsconfig): boolean {
  if (!readable) return true;
  const kept = options['importsNotUsedAsValues'];
  return (
    options['verbatimModuleSyntax'] === true ||
    options['preserveValueImports'] === true ||
    kept === 'preserve'
  );
}

/** The order of conditions determines which one applies, so it is part of the hash. */
function hashManifest({ readable, fields, text }: Manifest): string {
  if (!readable) return digestParts(['unreadable', text]);
  const counted = [...resolutionFields, ...transformFields].map(
    (field) => JSON.stringify(fields[field]) ?? '',
  );
  return digestParts(counted);
}

function hashTsconfig({ readable, options, text }: Tsconfig): string {
  if (!readable) return digestParts(['unreadable', text]);
  return digestParts(emitOptions.map((option) => JSON.stringify(options[option]) ?? ''));
}
