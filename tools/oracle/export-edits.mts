import { extname, posix } from 'node:path';
import { ts } from 'ts-morph';
import type { TextEdit } from './mutant.mts';

/** A re-export of a module of the project, with the names that it lists, if any. */
interface ReExport {
  readonly specifier: string;
  readonly names: readonly string[];
}

function reExportsOf(source: ts.SourceFile): readonly ReExport[] {
  return source.statements.flatMap((statement) => {
    if (!ts.isExportDeclaration(statement) || statement.isTypeOnly) return [];
    const { moduleSpecifier, exportClause } = statement;
    if (!moduleSpecifier || !ts.isStringLiteral(moduleSpecifier)) return [];
    if (!moduleSpecifier.text.startsWith('./')) return [];
    const elements = exportClause && ts.isNamedExports(exportClause) ? exportClause.elements : [];
    const names = elements.filter(({ isTypeOnly }) => !isTypeOnly).map(({ name }) => name.text);
    return [{ specifier: moduleSpecifier.text, names }];
  });
}

/**
 * Edits that add a module to a barrel. Some of these modules do nothing, some have effects or fail, some
 * export a name that the barrel already exports.
 */
export function findExportEdits(file: string, text: string): readonly TextEdit[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const reExports = reExportsOf(source);
  const [first] = reExports;
  if (!first) return [];
  const extension = /\.[cm]?[jt]sx?$/.exec(first.specifier)?.[0] ?? '';
  const specifier = `./oracle-added${extension}`;
  const added = posix.join(posix.dirname(file), `oracle-added${extname(file).replace('x', '')}`);
  const modules = [
    'export const oracle = () => 1;\n',
    'export class Oracle extends Error {}\n',
    "throw new Error('oracle');\nexport {};\n",
    ...reExports.flatMap((one) => [
      `import * as all from '${one.specifier}';\nexport const { oracle } = all;\n`,
      `import { oracleGone } from '${one.specifier}';\nexport class Oracle extends oracleGone {}\n`,
      ...one.names.flatMap((name) => [
        `import { ${name} } from '${one.specifier}';\nexport class Oracle extends ${name} {}\n`,
        `export const ${name} = 'oracle';\n`,
      ]),
    ]),
  ];
  return modules.flatMap((module) =>
    [0, text.length].map((at) => ({
      kind: 'added-export' as const,
      file,
      from: at,
      to: at,
      replacement: `\nexport * from '${specifier}';\n`,
      line: source.getLineAndCharacterOfPosition(at).line + 1,
      beside: { [added]: module },
    })),
  );
}
