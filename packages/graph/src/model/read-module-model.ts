import {
  type BlockModel,
  digest,
  type ExportTarget,
  type ImportBinding,
  type ModuleImport,
  type ModuleModel,
  type RunnerSyntax,
} from '@nx-testmon/core';
import type { CompiledExports } from './compiled/compiled-statements';
import { findIgnoredOptions } from './configuration/find-ignored-options';
import { receivesConfiguration } from './configuration/receives-configuration';
import { type ParsedSource, parseSource } from './syntax/compiler';
import { findOptionalSyntax } from './early-errors/find-optional-syntax';
import { isCommonJs } from './names/is-common-js';
import { loadsBelow, readImports, requiredBindings } from './names/read-imports';
import { privateMethods } from './blocks/instance-only-members';
import { isDeclarationPath, isImportingPath, isJsonPath, isModulePath } from './model-path';
import type { ModuleRules } from './module-rules';
import { readJsx } from './read-jsx';
import { jsxFactories, jsxImports, readPragmas } from './read-pragmas';
import { readBlocks } from './blocks/read-blocks';
import { isFileReader } from './references/untraceable-packages';
import {
  fallbackCausesOfLoadedPackages,
  readUntraceableExports,
  type UntraceableExports,
  withLoadFallbackCauses,
} from './references/untraceable-exports';
import { readJsonKeys } from './read-json-keys';
import { wholeFileModel } from './whole-file-model';
import { unparsedModel } from './unparsed-model';
import { scanImports } from './names/scan-imports';
import { readSourceNames, type SourceNames } from './names/read-source-names';
import { firstEffect } from './blocks/split-declarations';
import { compiledNames, findProblem, readParts, type SyntaxTree } from './source-parts';
import { whileParsable } from './syntax/while-parsable';

/** Part of every cache key: increased whenever the same text would result in another model. */
export const MODEL_VERSION = '19';

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
  const rules = { path, syntax };
  return whileParsable(
    () => {
      const parsed = parseSource(text, path);
      const names = readSourceNames(parsed.ts, parsed.sourceFile);
      const problem = parsed.problem ?? findProblem(parsed, path, names);
      if (problem !== undefined) return unparsedModel(text, problem, rules);
      return { ...readParsed(parsed, names, rules), contentHash };
    },
    ({ message }) => unparsedModel(text, message, rules),
  );
}

function readParsed(
  parsed: SyntaxTree,
  written: SourceNames,
  { path, syntax }: ModuleRules,
): Omit<ModuleModel, 'contentHash'> {
  const { ts, sourceFile } = parsed;
  const { names, compiled } = compiledNames(parsed, written, path);
  const isDeclaration = isDeclarationPath(path);
  const pragmas = readPragmas(sourceFile.text, syntax);
  const { typeNames, ...jsx } = readJsx(parsed, path, names, pragmas);
  const source = readSource(parsed, names, { path, syntax, jsxFactories: jsx.jsxFactories, compiled });
  const { references } = source;
  const untraceable = readUntraceableExports(names);
  const imports = readImports(names, references, typeNames, {
    isTyped: isTypedPath(path),
    isDeclaration,
    ...jsx,
  });
  const blocks = withLoadFallbackCauses(
    [...source.blocks, ...untraceable.blocks],
    fallbackCausesOfLoadedPackages(names),
  );
  return {
    kind: 'module',
    pragmas: isDeclaration ? pragmas : [...pragmas, ...readOptionalSyntax(parsed, path)],
    imports: isDeclaration ? imports : [...imports, ...jsxImports(sourceFile.text)],
    bindings: toRecord<ImportBinding>([...source.bindings, ...untraceable.bindings]),
    declarations: declarationsOf(source, untraceable),
    exports: toRecord<ExportTarget>(untraceable.exports),
    stars: names.stars,
    commonJs: isCommonJs(ts, sourceFile),
    ...(compiled ? { hasListedExports: true } : {}),
    ...(!isDeclaration && loadsBetweenEffects(source, names) ? { loadsBetweenEffects: true } : {}),
    readsFiles: references.some(({ readsFiles }) => readsFiles) || readsByPackage(imports, blocks),
    ...(receivesConfiguration(ts, sourceFile, syntax.configurations) ? { receivesConfiguration: true } : {}),
    blocks: isDeclaration ? [] : blocks,
  };
}

/** The block of each name that can be referred to. */
function declarationsOf(
  { parts, members }: ReadSource,
  untraceable: UntraceableExports,
): Record<string, string> {
  return toRecord<string>([
    ...[...parts.names].map(([name, { name: block }]) => [name, block] as const),
    ...members.map((name) => [name, name] as const),
    ...untraceable.declarations,
  ]);
}

function loadsBetweenEffects({ parts, references }: ReadSource, names: SourceNames): boolean {
  const effect = firstEffect(parts);
  return effect !== undefined && loadsBelow(effect.pos, names, references);
}

function readOptionalSyntax({ ts, sourceFile }: SyntaxTree, path: string): string[] {
  const found = findOptionalSyntax({ ts, sourceFile, isTyped: isTypedPath(path) });
  return found.map((kind) => `syntax: ${kind}`);
}

interface SourceRules extends ModuleRules {
  /** Names that JSX calls. */
  readonly jsxFactories: readonly string[];
  readonly compiled: CompiledExports | undefined;
}

type ReadSource = ReturnType<typeof readSource>;

function readSource(
  { ts, sourceFile }: SyntaxTree,
  names: SourceNames,
  { path, syntax, jsxFactories, compiled }: SourceRules,
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
        jsxFactories,
        ownExports: ownExportsOf(compiled),
        syntax,
      },
      parts,
      methods,
      { options: findIgnoredOptions({ ts, bindings }, sourceFile, path, syntax.configurations), compiled },
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
): ReadSource['fallbackNodes'] {
  const { names, compiled } = compiledNames(parsed, readSourceNames(parsed.ts, parsed.sourceFile), path);
  const factories = jsxFactories(readPragmas(parsed.sourceFile.text, syntax));
  return readSource(parsed, names, { path, syntax, jsxFactories: factories, compiled }).fallbackNodes;
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
