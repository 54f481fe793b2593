import { describe, expect, it } from 'vitest';
import { block, changed, read } from '../model.testing';

const inFunction = (body: string) => `async function f(a, b) { ${body} }`;
const names = (body: string) => read(inFunction(body), 'a.js').blocks.map(({ name }) => name);
const changedIn = (before: string, after: string) => changed(inFunction(before), inFunction(after), 'a.js');

describe('conditional code in a function is a block', () => {
  it.each([
    ['if (a) { b(); }', ['then']],
    ['if (a) b(); else { a(); }', ['then', 'else']],
    ['if (a) b(); else if (b) a(); else { a(b); }', ['then', 'else', 'else/then', 'else/else']],
    ['if (a) { if (b) a(); }', ['then', 'then/then']],
    ['if (a) {} else {}', ['then', 'else']],
    ['switch (a) { case 1: b(); case 2: { a(); break; } default: a(); }', ['case', 'case#2', 'case#3']],
    ['switch (a) { case 1: case 2: b(); }', ['case']],
    ['try { a(); } catch (e) { b(e); } finally { a(); }', ['catch']],
    ['return a ? b() : 1;', ['then', 'else']],
    ['a(b ? a : a ? b : 2);', ['then', 'else', 'else/then', 'else/else']],
    ['if (a) return; b();', ['then', 'rest']],
    ['if (a) throw a; const c = b(); if (c) return c; a(c);', ['then', 'rest', 'rest/then', 'rest/rest']],
    ['for (const x of a) { if (x) continue; b(x); } a();', ['then', 'rest']],
    ['for (const x of a) { if (x) return x; } return b;', ['then', 'rest']],
    ['for (const x of a) { if (x) break; } return b;', ['then']],
    ['switch (a) { case 1: return b; } return a;', ['case', 'rest']],
    ['switch (a) { case 1: break; } return a;', ['case']],
    ['try { return a(); } catch { b(); } return 1;', ['catch', 'rest']],
    ['b.map((x) => { if (x) return 1; return 2; }); a();', ['then', 'rest']],
    [
      'if (a) return g(); const c = b; return c; function g() { return a ? 1 : 2; }',
      ['then', 'rest', 'then#2', 'else'],
    ],
    ['class C { m() { if (a) b(); } } return C;', ['then']],
  ])('%s', (body, expected) => {
    expect(names(body)).toEqual(['f', 'f()', ...expected.map((name) => `f()/${name}`)]);
  });

  it.each([
    [
      'other statements and operators',
      'for (const x of a) { b(x); } while (a) b(); { a(); } a && b() || a; a ?? b;',
    ],
    ['an empty statement', 'if (a); else b();', 'else'],
    ['variables of the function', 'if (a) { var c = 1; for (var d of a) { b(); } } return c;'],
    ['functions, which are hoisted', 'if (a) { function g() {} } return g;'],
    ['variables in a loop after a return', 'if (a) return; for (var i = 0; i < 2; i++) b();', 'then'],
    ['functions between the statements after a return', 'if (a) return; function g() {} g();', 'then'],
    ['names that clauses share', 'switch (a) { case 1: let c = 1; b(c); }'],
    ['names after a return in a clause', 'switch (a) { case 1: if (b) break; const c = 1; a(c); }', 'then'],
    ['mocks, which are hoisted', "if (a) { vi.mock('./m'); }"],
    ['mocks in functions', "return a ? () => vi.doMock('./m') : vi.hoisted(b);"],
    [
      'globs, which are imports of the module',
      "if (a) return; b(import.meta.glob('./*.ts', { eager: true }));",
      'then',
    ],
    ['code after an unconditional return', 'return a; b();'],
  ])('but not %s: %s', (_, body, ...expected) => {
    expect(names(body)).toEqual(['f', 'f()', ...expected.map((name) => `f()/${name}`)]);
  });

  it('code outside of functions and defaults of parameters have no branches', () => {
    const model = read('if (a) b(); export const c = a ? b : d;\nfunction f(x = a ? 1 : 2) {}', 'a.js');
    expect(model.blocks.map(({ name }) => name)).toEqual(['c', 'f', 'f()', '<effects>']);
  });
});

describe('an edit changes only the innermost block', () => {
  it.each([
    ['if (a) b(1); else b(2);', 'b(1)', 'b(3)', ['then']],
    ['if (a) b(1); else b(2);', 'b(2)', 'b(3)', ['else']],
    ['if (a) b(1); else if (b) b(2);', 'b)', 'a)', ['else']],
    ['if (a) return 1; return b(2);', 'b(2)', 'b(3)', ['rest']],
    ['if (a) return 1; return b(2);', 'return 1', 'return 2', ['then']],
    ['switch (a) { case 1: b(1); case 2: b(2); }', 'b(2)', 'b(3)', ['case#2']],
    ['try { a(); } catch { }', 'catch { }', 'catch { b(); }', ['catch']],
    ['return a ? b(1) : b(2);', 'b(2)', 'b(3)', ['else']],
    ['if (a) return 1; const c = 1; return c;', 'const c = 1', 'const c = 1, d = 2', ['rest']],
  ])('%s', (body, from, to, expected) => {
    expect(changedIn(body, body.replace(from, to))).toEqual(expected.map((name) => `f()/${name}`));
  });

  it.each([
    ['a condition', 'if (a) b();', 'if (b) b();'],
    ['a condition in an expression', 'return a ? 1 : 2;', 'return b ? 1 : 2;'],
    ['the value of a switch', 'switch (a) { case 1: b(); }', 'switch (b) { case 1: b(); }'],
    ['the value of a clause', 'switch (a) { case 1: b(); }', 'switch (a) { case 2: b(); }'],
    ['the pattern of a catch', 'try {} catch ({ a }) { b(); }', 'try {} catch ({ c }) { b(); }'],
    ['a new branch', 'if (a) b();', 'if (a) b(); else a();'],
    ['a finally', 'try { a(); } finally { b(1); }', 'try { a(); } finally { b(2); }'],
    [
      'a name that code before it refers to',
      'const g = () => c; if (a) return g(); const c = 1; return c;',
      'const g = () => c; if (a) return g(); const d = 1; return d;',
    ],
    [
      'a name that functions at the end refer to',
      'if (a) return g(); const c = 1; return g(); function g() { return c; }',
      'if (a) return g(); const d = 1; return g(); function g() { return c; }',
    ],
  ])('%s belongs to the function', (_, before, after) => {
    expect(changedIn(before, after)).toContain('f()');
  });

  it('a branch has its own references, imports and files', () => {
    const model = read(
      "import { one, two } from './x';\nexport function f(a) { if (a) return two(import('./lazy')); return one; }",
    );
    expect(block(model, 'f()').references).toEqual([]);
    expect(block(model, 'f()/then')).toMatchObject({
      parent: 'f()',
      references: [{ name: 'two', use: 'value' }],
      dependencies: [{ kind: 'import', specifier: './lazy' }],
    });
    expect(block(model, 'f()/rest').references).toEqual([{ name: 'one', use: 'value' }]);
  });
});

it('names that load-time code touches in a branch count in the order of effects', () => {
  const source = (order: string) => `start(); function start() { if (a) { b(c); } }\n${order}`;
  expect(changed(source('const c = 1; go();'), source('go(); const c = 1;'), 'a.js')).toEqual(['<effects>']);
});
