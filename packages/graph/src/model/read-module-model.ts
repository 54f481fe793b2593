import { digest, type ModuleImport, type ModuleModel } from '@nx-testmon/core';
import type { ts as TypeScript } from 'ts-morph';
import { type ParsedSource, withParsedSource } from './compiler';
import { isImportingPath, isModulePath } from './model-path';
import { readBlocks, splitSource } from './read-blocks';
import { type Mentions } from './read-mentions';
import { scanImports } from './scan-imports';
import { readSourceNames, type SourceImport, type SourceNames } from './source-names';

/** Part of every cache key: bumped whenever the same text would give another model. */
export const MODEL_VERSION = '1';

const fileReaders =
  /^(node:)?(fs|fs\/promises|fs-extra|graceful-fs|glob|fast-glob|tinyglobby|globby|read-pkg|find-up|pkg-dir|load-json-file|cosmiconfig|jiti|c12)$/;

/**
 * Reads what one file says about itself. Never throws: what can't be parsed is opaque, with the imports that
 * a scan of its text finds.
 *
 * @param path decides the syntax by its extension
 */
export function readModuleModel(text: string, path: string): ModuleModel {
  const contentHash = digest(text);
  if (!isModulePath(path)) return opaqueModel(contentHash, isImportingPath(path) ? scanImports(text) : []);
  return withParsedSource(text, path, (parsed) =>
    parsed.problem === undefined
      ? readParsed(parsed, contentHash, path)
      : { ...opaqueModel(contentHash, scanImports(text)), parseError: parsed.problem, readsFiles: true },
  );
}

function opaqueModel(contentHash: string, imports: readonly ModuleImport[]): ModuleModel {
  return {
    kind: 'opaque',
    contentHash,
    pragmas: [],
    imports,
    bindings: {},
    declarations: {},
    exports: {},
    stars: [],
    commonJs: false,
    readsFiles: false,
    blocks: [],
  };
}

function readParsed({ ts, sourceFile }: ParsedSource, contentHash: string, path: string): ModuleModel {
  const names = readSourceNames(ts, sourceFile);
  const parts = splitSource(ts, sourceFile);
  const isKnown = (name: string) => parts.names.has(name) || names.bindings.has(name);
  const { blocks, declarations, mentions } = readBlocks({ ts, isKnown, bindings: names.bindings }, parts);
  const pragmas = readPragmas(sourceFile.text);
  const used = usedNames(names, mentions, sourceFile);
  const isTyped = /\.[cm]?tsx?$/.test(path);
  const isDeclaration = /\.d\.[cm]?ts$/.test(path);
  const required = mentions.flatMap(({ requires }) => requires);
  const imports = [
    ...names.imports.map((one) => kindOfImport(one, isDeclaration, isTyped, used)),
    ...required.map((specifier): ModuleImport => ({ specifier, kind: 'value' })),
    ...jsxImports(pragmas),
  ];
  return {
    kind: 'module',
    contentHash,
    pragmas,
    imports,
    bindings: toRecord(names.bindings),
    declarations: toRecord(declarations),
    exports: toRecord(names.exports),
    stars: names.stars,
    commonJs: isCommonJs(ts, sourceFile),
    readsFiles: mentions.some(({ readsFiles }) => readsFiles) || imports.some(({ specifier }) => fileReaders.test(specifier)),
    blocks,
  };
}

/** Object.fromEntries keeps `__proto__` as a key of its own. */
function toRecord<Value>(map: ReadonlyMap<string, Value>): Record<string, Value> {
  return Object.fromEntries(map);
}

function kindOfImport(
  { specifier, kind, locals }: SourceImport,
  isDeclaration: boolean,
  isTyped: boolean,
  used: ReadonlySet<string>,
): ModuleImport {
  if (isDeclaration) return { specifier, kind: 'type' };
  const isUnused = isTyped && kind === 'value' && locals.length > 0 && !locals.some((local) => used.has(local));
  return { specifier, kind: isUnused || (kind === 'elidable' && isTyped) ? 'elidable' : kind === 'elidable' ? 'value' : kind };
}

function usedNames(names: SourceNames, mentions: readonly Mentions[], sourceFile: TypeScript.SourceFile): Set<string> {
  const used = new Set(mentions.flatMap(({ references }) => references.map(({ name }) => name)));
  for (const [local, binding] of names.bindings) {
    for (const target of names.exports.values()) {
      if (target.kind === 'hop' && target.specifier === binding.specifier && target.name === binding.name) used.add(local);
    }
  }
  // Classic JSX compiles to calls of React or of what a pragma names.
  if (/\.[jt]sx$/.test(sourceFile.fileName)) for (const name of ['React', 'h', 'Fragment']) used.add(name);
  return used;
}

function jsxImports(pragmas: readonly string[]): ModuleImport[] {
  return pragmas.flatMap((pragma) => {
    const source = /^@jsxImportSource (\S+)/.exec(pragma)?.[1];
    return source === undefined ? [] : [{ specifier: `${source}/jsx-runtime`, kind: 'value' as const }];
  });
}

function readPragmas(text: string): string[] {
  const found = text.match(/@(?:(?:vitest|jest)-[\w-]+|jsx\w*)[^\r\n*]*/g) ?? [];
  return [...new Set(found.map((pragma) => pragma.trim().replace(/\s+/g, ' ')))].sort();
}

/** A file without `import` and `export` that mentions `module` or `exports`. */
function isCommonJs(ts: ParsedSource['ts'], sourceFile: TypeScript.SourceFile): boolean {
  if (ts.isExternalModule(sourceFile)) return false;
  return /\b(module|exports)\b/.test(sourceFile.text);
}
