import ts from 'typescript';

/**
 * Finds the lines of a source in which code names a test runner, in an identifier, a string or a regular
 * expression. Comments may name it.
 *
 * @param names parts of words, in lower case
 * @returns each line once, starting at 1
 */
export function findRunnerNames(text: string, names: readonly string[]): number[] {
  const source = ts.createSourceFile('source.ts', text, ts.ScriptTarget.Latest, true);
  const lines = new Set<number>();
  const visit = (node: ts.Node): void => {
    if (node.getChildCount(source) === 0) {
      const start = node.getStart(source);
      const token = text.slice(start, node.end);
      for (const [at, line] of token.split('\n').entries())
        if (names.some((name) => line.toLowerCase().includes(name)))
          lines.add(source.getLineAndCharacterOfPosition(start).line + at + 1);
    }
    for (const child of node.getChildren(source)) if (!ts.isJSDoc(child)) visit(child);
  };
  visit(source);
  return [...lines].sort((one, other) => one - other);
}
