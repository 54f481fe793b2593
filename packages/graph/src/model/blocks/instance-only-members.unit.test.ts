import { describe, expect, it } from 'vitest';
import { block, changed, read } from '../model.testing';

/** The blocks that change if a class gets a member. */
const withMember = (member: string, head = 'class A') =>
  changed(`${head} { a = 1; }`, `${head} { a = 1; ${member} }`);

describe('the members of a class', () => {
  it.each([
    ['a method', 'm() {}'],
    ['a static method', 'static m() {}'],
    ['an accessor', 'get m() { return 1; }'],
    ['a constructor', 'constructor() {}'],
    ['a field', 'm = call();'],
    ['a method with a quoted name', "'m'() {}"],
  ])('do not change the definition of the class: %s', (_, member) => {
    expect(withMember(member)).toContain('A.<members>');
    expect(withMember(member)).not.toContain('A');
    expect(withMember(member, 'class B {} class A extends B')).not.toContain('A');
  });

  it.each([
    ['a static field', 'static m = 1;'],
    ['a name that is computed from a constant', "['m']() {}"],
    ['a static block', 'static { call(); }'],
    ['a computed name', '[m()]() {}'],
    ['a decorated member', '@m n() {}'],
  ])('are part of the definition if it evaluates them: %s', (_, member) => {
    expect(withMember(member)).toContain('A');
  });

  it('are reached by the name of the class, with everything that they refer to', () => {
    const model = read("import { Base, value } from './o';\nclass A extends Base { a = value; m() {} }");
    expect(block(model, 'A').references).toEqual([
      { name: 'Base', use: 'heritage' },
      { name: 'A.<members>', use: 'value' },
    ]);
    expect(model.declarations).toEqual({ A: 'A', 'A.<members>': 'A.<members>' });
    expect(block(model, 'A.<members>').references).toContainEqual({ name: 'value', use: 'value' });
    expect(block(model, 'A.m()').parent).toBe('A');
  });

  it.each([
    ['a class with decorators', '@call class A { m() {} }'],
    ['a class that is reassigned', 'class A { m() {} } function f() { A = 1; }'],
    ['a class that a pattern reassigns', 'class A { m() {} } function f() { [A] = [1]; }'],
    ['a class that a loop reassigns', 'class A { m() {} } function f() { for (A of []); }'],
    ['a class and a namespace with one name', 'class A { m() {} } namespace A { export const b = 1; }'],
    ['an object', 'const A = { m() {} };'],
  ])('have no block: %s', (_, text) => {
    expect(read(text).declarations).not.toHaveProperty(['A.<members>']);
  });

  it('have a block if only members of the class are assigned', () => {
    expect(read('class A { m() {} } A.b = 1;').declarations).toHaveProperty(['A.<members>']);
  });

  it('count in the order of effects that touch them', () => {
    const before = 'class A { a = b; }\nconst b = 1;\nconst c = new A();';
    const after = 'class A { a = b; }\nconst c = new A();\nconst b = 1;';
    expect(changed(before, after)).toEqual(['<effects>']);
  });
});

describe('private methods', () => {
  const withMethods = (methods: string) => `class A { a = 1; ${methods} m() { return 1; } }`;

  it.each([
    ['a second method is added', '#one() {}', '#one() {} #two() {}'],
    ['a method is removed', '#one() {} get #two() { return 1; }', '#one() {}'],
    ['another order', '#one() {} #two() {}', '#two() {} #one() {}'],
    ['other parameters', '#one() {}', '#one(b = 1) {}'],
  ])('do not change code that does not refer to them: %s', (_, before, after) => {
    const blocks = changed(withMethods(before), withMethods(after));
    expect(blocks).not.toContain('A');
    expect(blocks).not.toContain('A.<members>');
    expect(blocks).not.toContain('A.m()');
  });

  it('change the members if they are the first of their kind', () => {
    expect(changed(withMethods(''), withMethods('#one() {}'))).toContain('A.<members>');
    expect(changed(withMethods('#one() {}'), withMethods('#one() {} static #two() {}'))).toContain(
      'A.<members>',
    );
  });

  it.each([
    ['a call', 'm() { this.#one(); }', 'A.m()'],
    ['a check', 'm(b) { return #one in b; }', 'A.m()'],
    ['a field', 'm = this.#one();', 'A.<members>'],
    ['another object', 'static m(b) { return b.#one; }', 'A.static m()'],
  ])('are reached by the code that refers to them: %s', (_, user, name) => {
    const model = read(`class A { ${user} #one(b = c) {} }\nfunction c() {}`);
    expect(block(model, name).references).toContainEqual({ name: '#one', use: 'value' });
    expect(model.declarations['#one']).toBe('#one');
    expect(block(model, '#one').references).toEqual([{ name: 'c', use: 'value' }]);
    expect(block(model, 'A.#one()').parent).toBe('A');
  });

  it('count in the order of effects that may call them', () => {
    const before = 'class A { m() { this.#one(); } #one(b = c) {} }\nconst c = 1;\nnew A().m();';
    const after = 'class A { m() { this.#one(); } #one(b = c) {} }\nnew A().m();\nconst c = 1;';
    expect(changed(before, after)).toEqual(['<effects>']);
  });

  it('are part of the class if it has decorators', () => {
    expect(changed('@a class A { #one() {} }', '@a class A { #one() {} #two() {} }')).toContain('A');
  });
});
