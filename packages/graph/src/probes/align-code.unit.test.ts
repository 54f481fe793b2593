import { expect, it } from 'vitest';
import { alignCode } from './align-code';
import { insertProbes } from './insert-probes';
import { testSyntax } from '../model/model.testing';

const source = `import { a } from './a.js';
/* istanbul ignore next */
export const object = (name) => ({ name, of: () => () => (a(), name) });
export function size(value) {
  if (value > 1) return \`\${value > 2 ? 'large' : 'medium'}\`
  else if (value) a();
  /* istanbul ignore next */
  switch (value) { case 1: a(/}/); break; default: }
  try { a() } catch { return; }
  return value ? (a(), value) : [];
}
`;

/** Each token of the code whose aligned text in the code without probes is different, with that text. */
function pairsOf(code: string, plain: string): string[] {
  const alignment = alignCode(code, plain)!;
  const words = [...code.matchAll(/[\w$]+|`|'\w+'/g)].filter(([word]) => !/^__nxTestmon/.test(word));
  return words.flatMap(({ 0: word, index }) => {
    const place = plain.slice(alignment.startOf(index), alignment.endOf(index + word.length));
    return place === '' || place === word ? [] : [`${word}: ${place}`];
  });
}

it('each token of a module is found in the module with probes', () => {
  const { code } = insertProbes(source, 'a.js', 'aligned', testSyntax)!;
  expect(alignCode(code, source)).toBeDefined();
  expect(pairsOf(code, source)).toEqual([]);
});

it.each([
  ['on its own line', 'if (a) {\n  PROBE(1);\n  return 1;\n}', 'if (a) return 1;'],
  ['with parentheses in both modules', '() => (PROBE(1), { a })', '() => ({ a })'],
  ['without parentheses of a sequence', '() => (PROBE(1), b, c)', '() => (b, c)'],
  ['around nested functions', '() => (PROBE(1), () => (PROBE(-2), a))', '() => () => a'],
  ['after a statement', 'if (a) return;;PROBE(1); b()', 'if (a) return\nb()'],
  [
    'with positions in the code',
    'f(() => (PROBE(1), jsx({ columnNumber: 40 })))',
    'f(() => jsx({ columnNumber: 20 }))',
  ],
  ['with its function', 'a();\nfunction PROBE(i) { (PROBE.a ??= b)[i] = 1 }', 'a();\n'],
])('a probe is found %s', (_, code, plain) => {
  const probe = '__nxTestmonProbe_0123456789abcdef';
  const inFunction = (text: string) => `function f() { ${text.replaceAll('PROBE', probe)} }`;
  expect(alignCode(inFunction(code), inFunction(plain))).toBeDefined();
});

it('a range of the engine starts and ends at the same code as without probes', () => {
  const plain = 'function f(a) { if (a) return 1; return 2; }';
  const { code } = insertProbes(plain, 'a.js', 'ranges', testSyntax)!;
  const alignment = alignCode(code, plain)!;
  const block = code.indexOf('{', code.indexOf('if'));
  const end = code.indexOf('}', block) + 1;
  const rangeOf = (from: number, to: number) =>
    plain.slice(alignment.startOfRange(from), alignment.endOfRange(to));
  expect(rangeOf(block, end)).toBe('return 1;');
  expect(rangeOf(end, code.indexOf('}', end))).toBe(' return 2; ');
  expect(rangeOf(code.indexOf('return 1;') + 9, end)).toBe('');
});

it('modules that differ in more than probes are not aligned', () => {
  const { code } = insertProbes(source, 'a.js', 'aligned', testSyntax)!;
  expect(alignCode(code, source.replace('value > 2', 'value > a'))).toBeUndefined();
  expect(alignCode(code, `${source}a();`)).toBeUndefined();
  expect(alignCode(code, source.replace('else if', 'if'))).toBeUndefined();
  expect(alignCode('a(;', 'a(;')).toBeUndefined();
});

it.each([
  ['a ? (PROBE(1), await b) : (PROBE(2), c)', 'a ? await b : c', true],
  ['a ? (PROBE(1), b) : (PROBE(2), f(yield c))', 'a ? b : f(yield c)', true],
  ['async () => (PROBE(1), await b)', 'async () => await b', false],
  ['await (a ? (PROBE(1), b) : (PROBE(2), c))', 'await (a ? b : c)', false],
])('an operand with await or yield is found: %s', (code, plain, expected) => {
  const inFunction = (text: string) => `async function* f() { return ${text}; }`;
  const alignment = alignCode(
    inFunction(code.replaceAll('PROBE', '__nxTestmonProbe_0123456789abcdef')),
    inFunction(plain),
  );
  expect(alignment?.hasSuspendingOperand).toBe(expected);
});
