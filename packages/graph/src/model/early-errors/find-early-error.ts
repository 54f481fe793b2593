import type { ts as TypeScript } from 'ts-morph';
import type { Ts } from '../syntax/compiler';
import { misplacedSyntax } from './misplaced-syntax';
import type { SourceNames } from '../names/read-source-names';

type Binder = (sourceFile: TypeScript.SourceFile, options: TypeScript.CompilerOptions) => void;

/**
 * The first mistake that the parser lets pass and an engine does not: then the module fails to load as a
 * whole, whatever declaration the mistake is in. Finds what the compiler's binder finds (names declared
 * twice, strict mode) and jumps, exports and private names that lead nowhere; rarer ones pass.
 */
export function findEarlyError(
  ts: Ts,
  sourceFile: TypeScript.SourceFile,
  names: SourceNames,
): string | undefined {
  return (
    bindingError(ts, sourceFile) ?? exportError(ts, sourceFile, names) ?? misplacedSyntax(ts, sourceFile)
  );
}

function bindingError(ts: Ts, sourceFile: TypeScript.SourceFile): string | undefined {
  const { bindSourceFile } = ts as unknown as { bindSourceFile: Binder };
  // Compilers make scripts in TypeScript strict; plain ones are so only where they say it.
  const alwaysStrict = (sourceFile.flags & ts.NodeFlags.JavaScriptFile) === 0;
  bindSourceFile(sourceFile, {
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.ESNext,
    alwaysStrict,
  });
  const { bindDiagnostics = [] } = sourceFile as { bindDiagnostics?: readonly TypeScript.Diagnostic[] };
  const first = bindDiagnostics.find(({ category }) => category === ts.DiagnosticCategory.Error);
  return first && ts.flattenDiagnosticMessageText(first.messageText, '\n');
}

function exportError(ts: Ts, sourceFile: TypeScript.SourceFile, names: SourceNames): string | undefined {
  const [duplicate] = names.duplicates;
  if (duplicate !== undefined) return `Duplicate export '${duplicate}'.`;
  const declared = topLevelNames(ts, sourceFile);
  for (const target of names.exports.values()) {
    if (target.kind === 'local' && !declared.has(target.name))
      return `Export '${target.name}' is not defined.`;
  }
  return undefined;
}

/** Names that the file declares for its whole scope, types among them. */
function topLevelNames(ts: Ts, sourceFile: TypeScript.SourceFile): Set<string> {
  const { locals = new Map<string, unknown>() } = sourceFile as { locals?: ReadonlyMap<string, unknown> };
  const names = new Set<string>(['default', 'export=']);
  for (const name of locals.keys()) names.add(ts.unescapeLeadingUnderscores(name as TypeScript.__String));
  return names;
}
