import { describe, expect, it } from 'vitest';
import { block, changed, read } from '../model.testing';

/** Blocks that change when a member comes to a class. */
const withMember = (member: string, head = 'class A') =>
  changed(`${head} { a = 1; }`, `${head} { a = 1; ${member} }`);

describe('the members of a class', () => {
  it.each([
    ['a method', 'm() {}'],
    ['a method of the class', 'static m() {}'],
    ['an accessor', 'get m() { return 1; }'],
    ['a constructor', 'constructor() {}'],
    ['a field', 'm = call();'],
    ['a method by the name of a text', "'m'() {}"],
  ])('leave the definition of the class as it is: %s', (_, member) => {
    expect(withMember(member)).toContain('A.<members>');
    expect(withMember(member)).not.toContain('A');
    expect(withMember(member, 'class B {} class A extends B')).not.toContain('A');
  });

  it.each([
    ['a field of the class', 'static m = 1;'],
    ['a name that is computed from a constant', "['m']() {}"],
    ['a block that runs', 'static { call(); }'],
    ['a computed name', '[m()]() {}'],
    ['a decorated one', '@m n() {}'],
  ])('are part of the definition where it evaluates them: %s', (_, member) => {
    expect(withMember(member)).toContain('A');
  });

  it('are reached by the name of the class, with all that they name', () => {
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
    ['a class that is given another value', 'class A { m() {} } function f() { A = 1; }'],
    ['a class that a pattern gives another value', 'class A { m() {} } function f() { [A] = [1]; }'],
    ['a class that a loop gives another value', 'class A { m() {} } function f() { for (A of []); }'],
    ['a class and a namespace of one name', 'class A { m() {} } namespace A { export const b = 1; }'],
    ['what is no class', 'const A = { m() {} };'],
  ])('have no block of their own: %s', (_, text) => {
    expect(read(text).declarations).not.toHaveProperty(['A.<members>']);
  });

  it('have a block where only members of the class are assigned', () => {
    expect(read('class A { m() {} } A.b = 1;').declarations).toHaveProperty(['A.<members>']);
  });

  it('count for the order of effects that touch them', () => {
    const before = 'class A { a = b; }\nconst b = 1;\nconst c = new A();';
    const after = 'class A { a = b; }\nconst c = new A();\nconst b = 1;';
    expect(changed(before, after)).toEqual(['<effects>']);
  });
});

describe('private methods', () => {
  const withMethods = (methods: string) => `class A { a = 1; ${methods} m() { return 1; } }`;

  it.each([
    ['a second one that comes', '#one() {}', '#one() {} #two() {}'],
    ['one that goes', '#one() {} get #two() { return 1; }', '#one() {}'],
    ['another order', '#one() {} #two() {}', '#two() {} #one() {}'],
    ['other parameters', '#one() {}', '#one(b = 1) {}'],
  ])('change nothing for who names none of them: %s', (_, before, after) => {
    const blocks = changed(withMethods(before), withMethods(after));
    expect(blocks).not.toContain('A');
    expect(blocks).not.toContain('A.<members>');
    expect(blocks).not.toContain('A.m()');
  });

  it('change the members where they are the first of their sort', () => {
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
  ])('are reached by the code that names them: %s', (_, user, name) => {
    const model = read(`class A { ${user} #one(b = c) {} }\nfunction c() {}`);
    expect(block(model, name).references).toContainEqual({ name: '#one', use: 'value' });
    expect(model.declarations['#one']).toBe('#one');
    expect(block(model, '#one').references).toEqual([{ name: 'c', use: 'value' }]);
    expect(block(model, 'A.#one()').parent).toBe('A');
  });

  it('count for the order of effects that may call them', () => {
    const before = 'class A { m() { this.#one(); } #one(b = c) {} }\nconst c = 1;\nnew A().m();';
    const after = 'class A { m() { this.#one(); } #one(b = c) {} }\nnew A().m();\nconst c = 1;';
    expect(changed(before, after)).toEqual(['<effects>']);
  });

  it('of classes with decorators are part of the class', () => {
    expect(changed('@a class A { #one() {} }', '@a class A { #one() {} #two() {} }')).toContain('A');
  });
});
