import { type Fallback, formatBlockId } from '@nx-testmon/core';
import { expect, test } from 'vitest';
import { locateFallback } from './locate-fallback';
import { read } from './model.testing';
import { testSyntax } from './model.testing';

const module = 'src/run.ts';

/** The kind, line and code of each fallback cause in a text. */
function located(text: string): [string, number | undefined, string | undefined][] {
  return read(text, module).blocks.flatMap(({ name, fallbackCauses }) =>
    fallbackCauses.map((kind): [string, number | undefined, string | undefined] => {
      const fallback: Fallback = { kind, module, block: formatBlockId({ kind: 'block', module, name }) };
      const { line, subject } = locateFallback(fallback, text, testSyntax);
      return [kind, line, subject];
    }),
  );
}

test.each([
  ['\nexport const f = (x) =>\n  import(x);', ['computed-import', 3, 'import(x)']],
  ['\nexport const f = g(require);', ['computed-import', 2, 'require']],
  ['import { vi } from "vitest";\n\nvi.mock(name);', ['computed-mock', 3, 'vi.mock(name)']],
  [
    "import { spawn } from 'node:child_process';\nexport function f() {\n  return spawn('git', ['log']);\n}",
    ['starts-process', 3, "spawn('git', ['log'])"],
  ],
  [
    "import * as cp from 'node:child_process';\n\nexport const f = () => cp.exec('git');",
    ['starts-process', 3, "cp.exec('git')"],
  ],
  ["const f = () => new Worker(\n  './a.js',\n);", ['starts-worker', 1, "new Worker( './a.js', )"]],
  ["const f = () => eval('1');", ['evaluates-code-in-scope', 1, "eval('1')"]],
  ["// first\nimport 'zx/globals';", ['starts-process', 2, "import 'zx/globals';"]],
  ["\nexport { execa } from 'execa';", ['starts-process', 2, "export { execa } from 'execa';"]],
])('%j', (text, expected) => {
  expect(located(text)).toEqual([expected]);
});

test('long code is shortened', () => {
  const [[, , code] = []] = located(`const f = () => eval('${'x'.repeat(200)}');`);
  expect(code).toHaveLength(60);
  expect(code).toMatch(/…$/);
});

test('an unresolved import is located by its specifier, and an unknown one has no line', () => {
  const fallback: Fallback = { kind: 'unresolved-import', module, subject: './gone' };
  expect(locateFallback(fallback, "a;\nimport './gone';", testSyntax)).toEqual({ ...fallback, line: 2 });
  expect(locateFallback(fallback, 'a;', testSyntax)).toEqual(fallback);
  const nativeCode: Fallback = { kind: 'native-code', module, subject: 'addon.node', package: 'addon' };
  expect(locateFallback(nativeCode, "import x from 'addon';", testSyntax).line).toBe(1);
});

test('a known line is kept, and invalid code has no line', () => {
  const known: Fallback = { kind: 'computed-import', module, line: 7 };
  expect(locateFallback(known, 'import(x)', testSyntax)).toBe(known);
  const block = formatBlockId({ kind: 'block', module, name: 'f()' });
  expect(locateFallback({ kind: 'computed-import', module, block }, '}{', testSyntax)).toEqual({
    kind: 'computed-import',
    module,
    block,
  });
});
