import { ts } from 'ts-morph';
import type { TextEdit } from './mutant.mts';

const isJestConfig = /(^|\/)jest(\.[\w-]+)*\.config\.[cm]?[jt]s$/;

/**
 * Returns the node of the test options: for Vitest the value of `test`, for Jest the exported value;
 * `undefined` for any other node.
 */
function optionsIn(node: ts.Node, isJest: boolean): ts.Expression | undefined {
  if (isJest) {
    if (ts.isExportAssignment(node)) return node.expression;
    return ts.isBinaryExpression(node) && node.left.getText() === 'module.exports' ? node.right : undefined;
  }
  return ts.isPropertyAssignment(node) && node.name.getText() === 'test' ? node.initializer : undefined;
}

/** The position right after the opening brace of the test runner's options. */
function findTestOptions(
  file: string,
  text: string,
): { readonly at: number; readonly line: number } | undefined {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const find = (node: ts.Node): ts.Node | undefined => {
    const options = optionsIn(node, isJestConfig.test(file));
    return options && ts.isObjectLiteralExpression(options) ? options : ts.forEachChild(node, find);
  };
  const found = find(source);
  if (found === undefined) return undefined;
  const at = found.getStart() + 1;
  return { at, line: source.getLineAndCharacterOfPosition(at).line + 1 };
}

/** Options that only affect reports, and options that look similar. */
const reportOptions = {
  jest: [
    "coverageReporters: ['json'], coverageDirectory: 'oracle',",
    "displayName: 'oracle', verbose: true,",
  ],
  vitest: [
    "outputFile: 'oracle.json', coverage: { reporter: ['json'] },",
    'hideSkippedTests: true, passWithNoTests: true,',
  ],
};

/** Edits that break a configuration or a setup file for all tests, and edits that break nothing. */
export function findConfigEdits(file: string, text: string): readonly TextEdit[] {
  const thrown: TextEdit = {
    kind: 'changed-config',
    file,
    from: text.length,
    to: text.length,
    replacement: "\nthrow new Error('oracle');\n",
    line: text.split('\n').length,
  };
  const options = findTestOptions(file, text);
  if (options === undefined) return [thrown];
  const insert = (replacement: string): TextEdit => ({
    kind: 'changed-config',
    file,
    from: options.at,
    to: options.at,
    replacement,
    line: options.line,
  });
  // If the user sets the option as well, that value comes later and wins. The mutant then survives.
  const environment = isJestConfig.test(file) ? 'testEnvironment' : 'environment';
  return [
    thrown,
    insert(" setupFiles: ['./oracle-missing.ts'],"),
    insert(` ${environment}: 'oracle-missing',`),
    insert(' testTimeout: 1,'),
    // Only tests that get the configuration itself depend on the first of these edits.
    ...reportOptions[isJestConfig.test(file) ? 'jest' : 'vitest'].map((options) => insert(` ${options}`)),
  ];
}
