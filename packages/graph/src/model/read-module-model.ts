import {
  type BlockModel,
  digest,
  type ExportTarget,
  type ImportBinding,
  type ModuleImport,
  type ModuleModel,
  type RunnerSyntax,
} from '@nx-testmon/core';
import type { ts as TypeScript } from 'ts-morph';
import type { CompiledExports } from './compiled/compiled-statements';
import { findIgnoredOptions } from './configuration/find-ignored-options';
import { receivesConfiguration } from './configuration/receives-configuration';
import { type ParsedSource, type Ts, parseSource } from './syntax/compiler';
import { findOptionalSyntax } from './early-errors/find-optional-syntax';
import { isCommonJs } from './names/is-common-js';
import { loadsBelow, readImports, requiredBindings } from './names/read-imports';
import { privateMethods } from './blocks/instance-only-members';
import { isDeclarationPath, isImportingPath, isJsonPath, isModulePath } from './model-path';
import { jsxFactories, jsxImports, readPragmas } from './read-pragmas';
import { readBlocks } from './blocks/read-blocks';
import { isFileReader } from './references/untraceable-packages';
import {
  fallbackCausesOfLoadedPackages,
  readUntraceableExports,
  withLoadFallbackCauses,
} from './references/untraceable-exports';
import { readJsonKeys } from './read-json-keys';
import { wholeFileModel } from './whole-file-model';
import { unparsedModel } from './unparsed-model';
import { scanImports } from './names/scan-imports';
import { readSourceNames, type SourceNames } from './names/read-source-names';
import { firstEffect } from './blocks/split-declarations';
import { compiledNames, findProblem, readParts } from './source-parts';
import { whileParsable } from './syntax/while-parsable';

type Node = TypeScript.Node;

/** Part of every cache key: increased whenever the same text would result in another model. */
export const MODEL_VERSION = '18';

/**
 * Reads the content of one file. A file that can't be parsed is one block, with the reason and the imports that a scan
 * of its text finds.
 *
 * @param path its extension determines the syntax
 */
export function readModuleModel(text: string, path: string, syntax: RunnerSyntax): ModuleModel {
  const contentHash = digest(text);
  if (isJsonPath(path)) return { ...wholeFileModel(contentHash), ...readJsonKeys(text) };
  if (!isModulePath(path))
    return wholeFileModel(contentHash, isImportingPath(path) ? scanImports(text, path) : []);
  return whileParsable(
    () => {
      const parsed = parseSource(text, path);
      const names = readSourceNames(parsed.ts, parsed.sourceFile);
      const problem = parsed.problem ?? findProblem(parsed, path, names);
      if (problem !== undefined) return unparsedModel(text, path, problem, syntax);
      return readParsed(parsed, contentHash, names, { path, syntax });
    },
    ({ message }) => unparsedModel(text, path, message, syntax),
  );
}

export interface ModuleRules {
  /** Its extension determines the syntax. */
  readonly path: string;
  /** Of all test runners. */
  readonly syntax: RunnerSyntax;
}

function readParsed(
  { ts, sourceFile }: Pick<ParsedSource, 'ts' | 'sourceFile'>,
  contentHash: string,
  written: SourceNames,
  { path, syntax }: ModuleRules,
): ModuleModel {
  const { text } = sourceFile;
  const { names, compiled } = compiledNames({ ts, sourceFile }, written, path);
  const isDeclaration = isDeclarationPath(path);
  const pragmas = readPragmas(text, syntax);
  const { typeNames, factories, hasJsx } = readJsx({ ts, sourceFile }, path, names, pragmas);
  const { parts, bindings, blocks, members, references } = readSource({ ts, sourceFile }, names, {
    path,
    syntax,
    factories,
    compiled,
  });
  const untraceable = readUntraceableExports(names);
  const effect = firstEffect(parts);
  const imports = readImports(names, references, typeNames, {
    isTyped: isTypedPath(path),
    isDeclaration,
    hasJsx,
    jsxFactories: factories,
  });
  const allBlocks = withLoadFallbackCauses(
    [...blocks, ...untraceable.blocks],
    fallbackCausesOfLoadedPackages(names),
  );
  return {
    kind: 'module',
    contentHash,
    pragmas: isDeclaration ? pragmas : [...pragmas, ...readOptionalSyntax({ ts, sourceFile }, path)],
    imports: isDeclaration ? imports : [...imports, ...jsxImports(text)],
    bindings: toRecord<ImportBinding>([...bindings, ...untraceable.bindings]),
    declarations: toRecord<string>([
      ...[...parts.names].map(([name, { name: block }]) => [name, block] as const),
      ...members.map((name) => [name, name] as const),
      ...untraceable.declarations,
    ]),
    exports: toRecord<ExportTarget>(untraceable.exports),
    stars: names.stars,
    commonJs: isCommonJs(ts, sourceFile),
    ...(compiled ? { hasListedExports: true } : {}),
    ...(effect && !isDeclaration && loadsBelow(effect.pos, names, references)
      ? { loadsBetweenEffects: true }
      : {}),
    readsFiles: references.some(({ readsFiles }) => readsFiles) || readsByPackage(imports, allBlocks),
    ...(receivesConfiguration(ts, sourceFile) ? { receivesConfiguration: true } : {}),
    blocks: isDeclaration ? [] : allBlocks,
  };
}

/**
 * The functions that JSX may call without naming them. A tsconfig or the test runner's configuration can choose any
 * import for this, so a file with JSX depends on all imports except types.
 */
function readJsx(
  { ts, sourceFile }: Pick<ParsedSource, 'ts' | 'sourceFile'>,
  path: string,
  names: SourceNames,
  pragmas: readonly string[],
) {
  const named = jsxFactories(pragmas);
  const hasJsx = /\.(?:[jt]sx|[cm]?js)$/.test(path) && /\/>|<\//.test(sourceFile.text);
  if (!hasJsx) return { hasJsx, typeNames: new Set<string>(), factories: named };
  const typeNames = typeNamesIn(ts, sourceFile);
  const imported = [...names.bindings.keys()].filter((name) => !typeNames.has(name));
  return { hasJsx, typeNames, factories: [...new Set([...named, ...imported])] };
}

function readOptionalSyntax(
  { ts, sourceFile }: Pick<ParsedSource, 'ts' | 'sourceFile'>,
  path: string,
): string[] {
  const found = findOptionalSyntax({ ts, sourceFile, isTyped: isTypedPath(path) });
  return found.map((kind) => `syntax: ${kind}`);
}

interface SourceRules extends ModuleRules {
  /** Names that JSX calls. */
  readonly factories: readonly string[];
  readonly compiled: CompiledExports | undefined;
}

function readSource(
  { ts, sourceFile }: Pick<ParsedSource, 'ts' | 'sourceFile'>,
  names: SourceNames,
  { path, syntax, factories, compiled }: SourceRules,
) {
  const parts = readParts({ ts, sourceFile }, names, compiled);
  const bindings = new Map([...names.bindings, ...requiredBindings(ts, sourceFile)]);
  const idle = parts.declarations.filter(({ eager }) => eager !== 'yes');
  const methods = privateMethods(
    ts,
    idle.map(({ nodes }) => nodes),
  );
  const isKnown = (name: string) => parts.names.has(name) || bindings.has(name) || methods.has(name);
  return {
    parts,
    bindings,
    ...readBlocks(
      {
        ts,
        bindings,
        isKnown,
        jsxFactories: factories,
        ownExports: ownExportsOf(compiled),
        syntax,
      },
      parts,
      methods,
      { options: findIgnoredOptions({ ts, bindings }, sourceFile, path), compiled },
    ),
  };
}

/** The targets of `exports.a`, for reads in a compiled module. */
function ownExportsOf(compiled: CompiledExports | undefined): ReadonlyMap<string, string> {
  const targets = [...(compiled?.exports ?? [])];
  return new Map(targets.flatMap(([name, target]) => (target.kind === 'local' ? [[name, target.name]] : [])));
}

/** The code that can't be followed, by the name of its block, in a parsed file. */
export function readFallbackNodes(
  parsed: ParsedSource,
  { path, syntax }: ModuleRules,
): ReturnType<typeof readSource>['fallbackNodes'] {
  const { names, compiled } = compiledNames(parsed, readSourceNames(parsed.ts, parsed.sourceFile), path);
  const factories = jsxFactories(readPragmas(parsed.sourceFile.text, syntax));
  return readSource(parsed, names, { path, syntax, factories, compiled }).fallbackNodes;
}

function readsByPackage(imports: readonly ModuleImport[], blocks: readonly BlockModel[]): boolean {
  const dependencies = blocks.flatMap((block) => block.dependencies).filter(({ kind }) => kind === 'import');
  const loaded = imports.filter(({ kind }) => kind !== 'type');
  return [...loaded, ...dependencies].some(({ specifier }) => isFileReader(specifier));
}

function isTypedPath(path: string): boolean {
  return /\.[cm]?tsx?$/.test(path);
}

/** The entries of a map as own properties, even one with the name `__proto__`. */
function toRecord<Value>(entries: Iterable<readonly [string, Value]>): Record<string, Value> {
  return Object.fromEntries(entries);
}

/** Identifiers in types. */
function typeNamesIn(ts: Ts, sourceFile: TypeScript.SourceFile): Set<string> {
  const names = new Set<string>();
  const visit = (node: Node, isType: boolean): void => {
    const within =
      isType || ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node);
    if (within && ts.isIdentifier(node)) names.add(node.text);
    ts.forEachChild(node, (child) => visit(child, within));
  };
  visit(sourceFile, false);
  return names;
}
