import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';

const root = dirname(import.meta.dirname);
const testFiles = execFileSync('git', ['ls-files', '-z', '*.test.ts', '*.test.mts'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\0')
  .filter((path) => path !== '' && !path.includes('fixtures/'));

/** Conditions on the system that skip a test. */
const asksForSystem = /\b(?:isWindows|readsAll|platform|getuid|installedChromium)\b/;
const namesSystem =
  /\((?:not on Windows|only on Linux|only with Chromium|neither as root nor on Windows|only as root, not on Windows)\)$/;

/** Tests that some systems skip, each with its location and its title. */
function findSkippedTests(path: string): { readonly at: string; readonly title: string }[] {
  const text = readFileSync(join(root, path), 'utf8');
  if (!/\.(?:skipIf|runIf)\b/.test(text)) return [];
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found: { at: string; title: string }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && isSkip(node)) {
      // `it.skipIf(condition)(title)`, `it.skipIf(condition).each(rows)(title)`
      let call: ts.Node = node.parent;
      while (!(ts.isCallExpression(call) && isTitle(call.arguments[0]))) call = call.parent;
      const [title] = call.arguments;
      const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
      found.push({ at: `${path}:${line}`, title: (title as ts.StringLiteralLike).text });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function isSkip({ expression, arguments: [condition] }: ts.CallExpression): boolean {
  return (
    ts.isPropertyAccessExpression(expression) &&
    ['skipIf', 'runIf'].includes(expression.name.text) &&
    condition !== undefined &&
    asksForSystem.test(condition.getText())
  );
}

function isTitle(argument: ts.Expression | undefined): boolean {
  return argument !== undefined && ts.isStringLiteralLike(argument);
}

test('the title of a test that some systems skip names the systems', () => {
  const skipped = testFiles.flatMap(findSkippedTests);
  expect(skipped.length).toBeGreaterThan(15);
  expect(skipped.filter(({ title }) => !namesSystem.test(title))).toEqual([]);
});
