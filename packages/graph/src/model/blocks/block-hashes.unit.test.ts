import fc from 'fast-check';
import { ts } from 'ts-morph';
import { describe, expect, it } from 'vitest';
import { changed, everything, hashes, meaning, read, tokensOf, type Token } from '../model.testing';

const path = 'src/a.js';
const tokens = tokensOf(everything, path);
const reference = meaning(read(everything, path));

/** Tokens that can be removed or exchanged without an effect: semicolons and trailing commas. */
function isOptional({ text }: Token, next: Token | undefined): boolean {
  return text === ';' || (text === ',' && /^[\]})]$/.test(next?.text ?? ''));
}

const exchanges: Readonly<Record<string, string>> = {
  '+': '-', '-': '+', '*': '/', '**': '*', '===': '!==', '&&': '||', '||': '&&', '??': '||', '<': '<=', '>>>': '>>',
  '++': '--', '--': '++', '+=': '-=', '||=': '&&=', '&&=': '??=', '??=': '||=', '**=': '*=', '!': '~', '~': '!',
  '?.': '.', const: 'var', let: 'var', var: 'let', in: 'instanceof', instanceof: 'in', of: 'in', get: 'set', set: 'get',
  typeof: 'void', void: 'typeof', delete: 'typeof', continue: 'break', break: 'continue', throw: 'return',
  this: 'that', super: 'sup', case: 'default', new: 'void', yield: 'void', await: 'void', return: 'throw',
}; // prettier-ignore

function exchanged({ kind, text }: Token): string | undefined {
  if (Object.hasOwn(exchanges, text)) return exchanges[text];
  if (kind === ts.SyntaxKind.Identifier || kind === ts.SyntaxKind.PrivateIdentifier) return `${text}Q`;
  if (kind === ts.SyntaxKind.NumericLiteral || kind === ts.SyntaxKind.BigIntLiteral) return `7${text}`;
  const isText = kind === ts.SyntaxKind.StringLiteral || kind === ts.SyntaxKind.RegularExpressionLiteral;
  const isTemplate = kind >= ts.SyntaxKind.FirstTemplateToken && kind <= ts.SyntaxKind.LastTemplateToken;
  return isText || isTemplate ? `${text[0]}Q${text.slice(1)}` : undefined;
}

describe('every token counts', () => {
  it('the sample with all syntax is parsed', () => {
    expect(read(everything, path)).toMatchObject({ kind: 'module' });
    expect(tokens.length).toBeGreaterThan(600);
  });

  it('removing a token changes the model', () => {
    const unseen = tokens.filter((token, index) => {
      if (isOptional(token, tokens[index + 1])) return false;
      const edited = `${everything.slice(0, token.start)} ${everything.slice(token.end)}`;
      return isUnseen(edited);
    });
    expect(unseen.map(describeToken)).toEqual([]);
  });

  it('replacing a token changes the model', () => {
    const pairs = tokens
      .map((token) => ({ token, to: exchanged(token) }))
      .filter(({ to }) => to !== undefined);
    const unseen = pairs.filter(({ token, to }) =>
      isUnseen(everything.slice(0, token.start) + to! + everything.slice(token.end)),
    );
    expect(pairs.length).toBeGreaterThan(250);
    expect(unseen.map(({ token, to }) => `${describeToken(token)} → ${to}`)).toEqual([]);
  });

  it('swapping two adjacent tokens changes the model', () => {
    const unseen = tokens.slice(1).filter((token, index) => {
      const before = tokens[index]!;
      if (before.text === token.text || isOptional(before, token) || isOptional(token, tokens[index + 2]))
        return false;
      const gap = everything.slice(before.end, token.start);
      return isUnseen(
        everything.slice(0, before.start) + token.text + gap + before.text + everything.slice(token.end),
      );
    });
    expect(unseen.map(describeToken)).toEqual([]);
  });
});

/** Whether an edit leaves the model unchanged. */
function isUnseen(edited: string): boolean {
  return JSON.stringify(meaning(read(edited, path))) === JSON.stringify(reference);
}

function describeToken({ text, start }: Token): string {
  return `${everything.slice(Math.max(0, start - 20), start)}»${text}«`;
}

describe('differences without a meaning', () => {
  it('comments between any two tokens change no hash', () => {
    const before = hashes(everything, path);
    const comments = fc.constantFrom('/* c */', '/** @doc {string} */', ' ', '\t', '/* eslint-disable */');
    const insertion = fc.array(fc.tuple(fc.nat(tokens.length - 1), comments), {
      minLength: 1,
      maxLength: 20,
    });
    const isInTemplate = ({ kind }: Token) =>
      kind === ts.SyntaxKind.TemplateHead || kind === ts.SyntaxKind.TemplateMiddle;
    fc.assert(
      fc.property(insertion, (insertions) => {
        let edited = everything;
        for (const [index, comment] of insertions.sort(([a], [b]) => b - a)) {
          const { end } = tokens[index]!;
          if (!isInTemplate(tokens[index]!)) edited = edited.slice(0, end) + comment + edited.slice(end);
        }
        expect(hashes(edited, path)).toEqual(before);
      }),
      { numRuns: 60 },
    );
  });

  it('line ends, a byte order mark and a hashbang change no hash', () => {
    const before = hashes(everything, path);
    expect(hashes(everything.replaceAll('\n', '\r\n'), path)).toEqual(before);
    expect(hashes(`\uFEFF#!/usr/bin/env node\n${everything}`, path)).toEqual(before);
  });

  it.each([
    [
      'parentheses that the tree implies',
      'const a = b ? (c && d) || e : () => ({});',
      'const a = (b) ? c && d || (e) : (() => ({}));',
    ],
    ['quotes', `const a = 'b"c';`, 'const a = "b\\"c";'],
    ['quoted keys', "const a = { 'b': 1, c() {} };", "const a = { b: 1, 'c'() {} };"],
    ['the form of numbers', 'const a = [0xff, 1_000, .5, 10n];', 'const a = [255, 1000, 0.5, 0xAn];'],
    ['the order of flags', 'const a = /b/gi;', 'const a = /b/ig;'],
    ['trailing commas', 'const a = [b, { c }]; f(a);', 'const a = [b, { c, },]; f(a,);'],
    ['empty statements', 'f(); class A { b() {} }', 'f();; class A { b() {}; };'],
    ['empty arguments of new', 'f(new A);', 'f(new A());'],
    [
      'the position of an import among declarations',
      "import a from './a'; const b = () => a();",
      "const b = () => a(); import a from './a';",
    ],
    [
      'the position of imports of types',
      "f(); import type { A } from './a'; export type { B } from './b';",
      "import type { A } from './a'; export type { B } from './b'; f();",
    ],
    ['parentheses of a parameter', 'const a = b => c;', 'const a = (b) => c;'],
  ])('%s', (_, one, other) => {
    expect(hashes(one)).toEqual(hashes(other));
  });

  it.each([
    [
      'annotations',
      'function f(a, b = 1, ...c) { const d = a; }',
      'function f<T extends A>(this: B, a?: T, b: number = 1, ...c: any[]): a is T { const d: D<T> = a; }',
    ],
    ['wrappers', 'f(a.b, c, [d], e?.f.g);', 'f((a as A).b, <C>c, [d!] satisfies D, e?.f!.g);'],
    [
      'type arguments',
      'f(a); new B(c); d`e`; class G extends H {}; const i = j;',
      'f<A>(a); new B<C>(c); d<E>`e`; class G<T> extends H<T> implements I, J {}; const i = j<K>;',
    ],
    [
      'interfaces, aliases, ambient declarations, type namespaces',
      'f();',
      'interface A {}\ntype B = A;\ndeclare const c: B;\ndeclare function d(): void;\ndeclare global { var e: 1 }\nnamespace N { export type F = 1 }\nf();',
    ],
    [
      'overloads',
      'function f(a) {}\nclass A { m(a) {} }',
      'function f(a: string): void;\nfunction f(a: number): void;\nfunction f(a: any) {}\nclass A { m(): 1; m(a?: 1): any {} }',
    ],
    [
      'members that are types',
      'class A { b; c() {} }',
      'abstract class A { declare z: 1; abstract y(): void; abstract x: 1; [key: string]: any; private readonly b!: number; public override c?(): void {} }',
    ],
    [
      'types among exports',
      "export { a } from './a';\nexport const b = 1;",
      "export { a, type T } from './a';\nexport type { U } from './a';\nexport const b = 1;",
    ],
  ])('types do not count: %s', (_, script, typed) => {
    expect(hashes(typed)).toEqual(hashes(script));
  });

  it('JSX text counts without its indentation', () => {
    const jsx = (children: string) => hashes(`export const f = () => <p>${children}</p>;`, 'a.tsx');
    expect(jsx('\n    one two\n    {a}\n  ')).toEqual(jsx('one two{a}'));
    expect(jsx('one\n  two')).toEqual(jsx('one two'));
    expect(jsx('one {a}')).not.toEqual(jsx('one{a}'));
    expect(jsx('{a} {b}')).not.toEqual(jsx('{a}{b}'));
    expect(jsx('one  two')).not.toEqual(jsx('one two'));
  });
});

describe('small differences that count', () => {
  it.each([
    ['parts of a for loop', 'for (a; ; ) f();', 'for (; a; ) f();'],
    ['parts of a for loop', 'for (; a; ) f();', 'for (; ; a) f();'],
    ['a renamed property and a default', 'const { a: b } = c;', 'const { a = b } = c;'],
    ['an empty branch', 'if (a); else b();', 'if (a) b();'],
    ['the end of an optional chain', '(a?.b).c();', 'a?.b.c();'],
    ['the end of an optional chain, with types', '(a?.b)!.c();', 'a?.b!.c();'],
    ['a directive', "'use strict'; f();", "('use strict'); f();"],
    ['a directive after an empty statement', "'use strict'; f();", "; 'use strict'; f();"],
    ['a directive with an escape', "'use strict'; f();", "'use\\x20strict'; f();"],
    ['a name given by assignment', 'a = function () {};', '(a) = function () {};'],
    ['a hole', 'const a = [, b];', 'const a = [b];'],
    ['escaped line ends in a template', 'const a = `b\\n`;', 'const a = `b\\r\\n`;'],
    ['a field without a value', 'class A { b }', 'class A {}'],
    ['static', 'class A { static b() {} }', 'class A { b() {} }'],
    ['a kind of member', 'class A { get b() { return 1 } }', 'class A { b() { return 1 } }'],
    ['a parameter property', 'class A { constructor(b: B) {} }', 'class A { constructor(readonly b: B) {} }'],
    ['a base', 'class A extends B {}', 'class A extends C {}'],
    ['an import attribute', "import a from './a.json';", "import a from './a.json' with { type: 'json' };"],
    ['using', 'const a = b();', 'using a = b();'],
    ['an import after an effect', "import './a'; f();", "f(); import './a';"],
    ['a re-export after an effect', "export * from './a'; f();", "f(); export * from './a';"],
    [
      'a required import after an effect',
      "import a = require('./a'); f();",
      "f(); import a = require('./a');",
    ],
    ['two imports after an effect', "f(); import './a'; import './b';", "f(); import './b'; import './a';"],
    ['a value that a namespace exports', 'namespace A { export let a = 1; }', 'namespace A { let a = 1; }'],
    [
      'a function that a namespace exports',
      'namespace A { export function a() {} }',
      'namespace A { function a() {} }',
    ],
    [
      'a namespace that a namespace exports',
      'namespace A { export namespace B { f() } }',
      'namespace A { namespace B { f() } }',
    ],
    ['a constant enum', 'enum A { B }', 'const enum A { B }'],
  ])('%s: %s', (_, one, other) => {
    expect(changed(one, other)).not.toEqual([]);
  });

  it('types count if decorators make them available at run time', () => {
    const source = (type: string) =>
      `import { Foo, Bar } from './x';\n@Injectable() class A { constructor(a: ${type}) {} }`;
    expect(changed(source('Foo'), source('Bar'))).toEqual(['A']);
    const model = read(source('Foo'));
    expect(model.blocks[0]!.references).toContainEqual({ name: 'Foo', use: 'value' });
    expect(model.imports).toEqual([{ specifier: './x', kind: 'value' }]);
    expect(read(source('Foo').replace('@Injectable() ', '')).imports).toEqual([
      { specifier: './x', kind: 'elidable' },
    ]);
  });
});
