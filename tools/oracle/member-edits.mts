import { ts } from 'ts-morph';
import type { MutantKind, TextEdit } from './mutant.mts';

/** Methods that the language, test runners and packages look up on any object that they get. */
const wellKnown = ['toString', 'valueOf', 'toJSON', 'then', 'asymmetricMatch'];

const nameOf = (node: ts.Node): string | undefined => {
  const { name } = node as { readonly name?: ts.Node };
  return name !== undefined && ts.isIdentifier(name) ? name.text : undefined;
};

/**
 * Names of methods that a class of the file may get: methods of other classes, which it may override, and
 * optional methods.
 */
function namesOfMethods(source: ts.SourceFile): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    const isOptional = ts.isMethodSignature(node) && node.questionToken !== undefined;
    const name = isOptional || ts.isMethodDeclaration(node) ? nameOf(node) : undefined;
    if (name !== undefined) names.add(name);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return names;
}

/**
 * Edits that add members to a class, under names that code may look up, and edits that remove methods and
 * accessors.
 */
export function findMemberEdits(file: string, text: string): readonly TextEdit[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const value = /\.[cm]?tsx?$/.test(file) ? "'oracle' as any" : "'oracle'";
  const names = [...wellKnown, 'oracle', ...namesOfMethods(source)];
  const edits: TextEdit[] = [];
  const add = (kind: MutantKind, from: number, to: number, replacement: string): void => {
    const line = source.getLineAndCharacterOfPosition(from).line + 1;
    edits.push({ kind, file, from, to, replacement, line });
  };
  const editClass = (node: ts.ClassLikeDeclaration): void => {
    const own = new Set(node.members.map(nameOf));
    const { pos } = node.members;
    for (const name of names.filter((one) => !own.has(one))) {
      const method = name === 'then' ? `then(done) { done(${value}); }` : `${name}() { return ${value}; }`;
      add('added-member', pos, pos, ` ${method} `);
    }
    for (const member of node.members) {
      const isMethod = ts.isMethodDeclaration(member) || ts.isAccessor(member);
      if (isMethod && member.body !== undefined)
        add('removed-member', member.getStart(), member.getEnd(), '');
    }
  };
  const visit = (node: ts.Node): void => {
    if (ts.isClassLike(node)) editClass(node);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return edits;
}
