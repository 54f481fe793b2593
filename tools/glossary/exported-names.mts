import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';

/** The names that a module exports, including those that it re-exports with `export *`. */
export function exportedNames(file: string): string[] {
  return statementsOf(file).flatMap((statement) => namesOf(statement, file));
}

/** The names of the types and classes that a module declares and exports. */
export function exportedTypes(file: string): string[] {
  return statementsOf(file)
    .filter(
      (statement) =>
        ts.isInterfaceDeclaration(statement) ||
        ts.isTypeAliasDeclaration(statement) ||
        ts.isClassDeclaration(statement) ||
        ts.isEnumDeclaration(statement),
    )
    .flatMap((statement) => namesOf(statement, file));
}

function statementsOf(file: string): ts.NodeArray<ts.Statement> {
  return ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest).statements;
}

function namesOf(statement: ts.Statement, file: string): string[] {
  if (ts.isExportDeclaration(statement)) {
    const { exportClause, moduleSpecifier } = statement;
    if (exportClause && ts.isNamedExports(exportClause))
      return exportClause.elements.map(({ name }) => name.text);
    if (exportClause) return [exportClause.name.text];
    return moduleSpecifier && ts.isStringLiteral(moduleSpecifier)
      ? exportedNames(siblingFile(file, moduleSpecifier.text))
      : [];
  }
  const isExported =
    ts.canHaveModifiers(statement) &&
    ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true;
  if (!isExported) return [];
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.flatMap(({ name }) =>
      ts.isIdentifier(name) ? [name.text] : [],
    );
  const { name } = statement as ts.DeclarationStatement;
  return name && ts.isIdentifier(name) ? [name.text] : [];
}

/** @throws Error if the specifier does not lead to a module of the package */
function siblingFile(file: string, specifier: string): string {
  const path = join(dirname(file), specifier);
  const found = [`${path}.ts`, join(path, 'index.ts'), path].find((one) => existsSync(one));
  if (found === undefined) throw new Error(`${file} exports everything of ${specifier}, which is not found`);
  return found;
}
