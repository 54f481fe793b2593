import { digestParts, type Fingerprint, formatBlockId } from '@nx-testmon/core';
import { folderOf, joinWorkspacePath } from '../files/workspace-paths';
import type { Manifest, Manifests } from '../resolution/package-manifests';
import type { Tsconfig, Tsconfigs } from '../resolution/tsconfigs';

/** Fields of `package.json` that decide how modules below it are resolved, loaded and shaken. */
const resolutionFields = ['type', 'imports', 'exports', 'main', 'module', 'browser', 'sideEffects'];

/** Compiler options that change what is emitted or how it resolves. `paths` is in each resolution instead. */
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

export interface Surroundings {
  /** What decides how a module is compiled and resolved: the nearest `package.json` and tsconfig files. */
  fingerprints(path: string): readonly Fingerprint[];
  /** True when imports that are used as types only are loaded all the same. */
  keepsTypeImports(path: string): boolean;
}

/** Reads what surrounds modules, once for each folder. */
export function readSurroundings(manifests: Manifests, tsconfigs: Tsconfigs): Surroundings {
  const fingerprints = new Map<string, readonly Fingerprint[]>();
  const keeps = new Map<string, boolean>();

  function compute(folder: string): readonly Fingerprint[] {
    const manifest = manifests.nearest(folder);
    const tsconfigFolder = tsconfigs.folderFor(folder);
    const found: Fingerprint[] = [];
    if (manifest) {
      const module = joinWorkspacePath(manifest.folder, 'package.json');
      found.push({ block: formatBlockId({ kind: 'resolution', module }), hash: hashManifest(manifest) });
    }
    if (tsconfigFolder !== undefined) {
      const hashes = tsconfigs
        .inFolder(tsconfigFolder)
        .flatMap((tsconfig) => [tsconfig.path, hashTsconfig(tsconfig)]);
      found.push({
        block: formatBlockId({ kind: 'emit', module: joinWorkspacePath(tsconfigFolder, 'tsconfig') }),
        hash: digestParts(hashes),
      });
    }
    return found;
  }

  return {
    fingerprints(path) {
      const folder = folderOf(path) ?? '.';
      let known = fingerprints.get(folder);
      if (!known) fingerprints.set(folder, (known = compute(folder)));
      return known;
    },
    keepsTypeImports(path) {
      // Nothing drops imports from a file without types.
      if (/\.[cm]?jsx?$/.test(path)) return true;
      const folder = folderOf(path) ?? '.';
      let known = keeps.get(folder);
      if (known === undefined) {
        const nearest = tsconfigs.folderFor(folder);
        known = nearest !== undefined && tsconfigs.inFolder(nearest).some(keepsTypeImports);
        keeps.set(folder, known);
      }
      return known;
    },
  };
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

/** The order of conditions decides which one is taken, so it is part of the hash. */
function hashManifest({ readable, fields, text }: Manifest): string {
  if (!readable) return digestParts(['unreadable', text]);
  return digestParts(resolutionFields.map((field) => JSON.stringify(fields[field]) ?? ''));
}

function hashTsconfig({ readable, options, text }: Tsconfig): string {
  if (!readable) return digestParts(['unreadable', text]);
  return digestParts(emitOptions.map((option) => JSON.stringify(options[option]) ?? ''));
}
