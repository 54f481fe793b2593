import { type Ability, type Form, forms } from './form.mts';

const ofFunctions: readonly Ability[] = ['return', 'arguments', 'new.target'];
const ofMethods: readonly Ability[] = [...ofFunctions, 'super'];
/** Abilities that arrow functions inherit from the surrounding function. */
const aroundArrows: readonly Ability[] = ['sloppy', 'arguments', 'super', 'new.target'];

/**
 * Forms of functions. Each has statements in its body and is called, and its results and its text are logged.
 */
export const functionForms: readonly Form[] = [
  ...forms(
    [],
    [
      'function f§n(a, b = 2) { §S }\nattempt(() => f§n(1)); attempt(() => f§n(0, 1, 2)); log(f§n);',
      'const f§n = function (a, { b = 1 } = {}, ...rest) { §S };\nattempt(() => f§n(1)); attempt(() => f§n.call(null, 0, { b: 2 }, 3)); log(f§n);',
      'const f§n = function self(a) { let b = typeof self; §S }\nattempt(() => f§n(1)); attempt(() => new f§n(1));',
      'attempt(() => f§n(2)); attempt(f§n); function f§n(a, b) { §S }',
      'function f§n(a, b = () => a, c = b()) { var a; §S }\nattempt(() => f§n(1));',
      'function f§n(a) { let b = 0; "a text"; { §S } }\nattempt(() => f§n(1));',
      'function outer§n(a, b) { return inner(1) ?? inner(0); function inner(a) { §S } }\nattempt(() => outer§n(1));',
      'function f§n(a, b) {§S}\nattempt(() => Reflect.construct(f§n, [1], Array));',
    ],
    { keeps: ['sloppy'], adds: ofFunctions },
  ),
  ...forms(
    [],
    [
      'function f§n(a, b) { "use strict"; §S }\nattempt(() => f§n(1)); attempt(() => f§n.call(3, 0));',
      "function f§n(a, b) {\n  'a directive'\n  'use strict'\n  §S\n}\nattempt(() => f§n(1)); log(f§n);",
    ],
    { keeps: [], adds: ofFunctions },
  ),
  ...forms(
    [],
    [
      'const f§n = (a, b) => { §S };\nattempt(() => f§n(1)); attempt(() => f§n(0)); log(f§n);',
      'const f§n = a => { let b; §S };\nattempt(() => f§n(1));',
      'attempt(() => { §S });',
    ],
    { keeps: aroundArrows, adds: ['return'] },
  ),
  ...forms(
    ['await'],
    [
      'const f§n = async (a, b) => { §S };\nawait attempt(() => f§n(1)); await attempt(() => f§n(0));',
      'await attempt(async () => { §S });',
    ],
    { keeps: aroundArrows, adds: ['return', 'await'] },
  ),
  ...forms(
    ['await'],
    [
      'async function f§n(a, b) { §S }\nawait attempt(() => f§n(1)); await attempt(() => f§n(0)); log(f§n);',
      'const f§n = { async m(a, b) { §S } };\nawait attempt(() => f§n.m(1));',
    ],
    { keeps: ['sloppy'], adds: [...ofFunctions, 'await'] },
  ),
  ...forms(
    [],
    [
      'function* f§n(a, b) { §S }\nattempt(() => [...f§n(1)]); attempt(() => pull(f§n(0))); log(f§n);',
      'const f§n = { *m(a, b) { §S } };\nattempt(() => [...f§n.m(1)]); attempt(() => f§n.m(1).return(4));',
    ],
    { keeps: [], adds: [...ofFunctions, 'yield'] },
  ),
  ...forms(
    ['await'],
    [
      'async function* f§n(a, b) { §S }\nawait attempt(() => collect(f§n(1))); await attempt(() => collect(f§n(0)));',
      'class K§n { static async *#m(a, b) { §S } static run() { return collect(this.#m(1)); } }\nawait attempt(() => K§n.run());',
    ],
    { keeps: [], adds: [...ofFunctions, 'yield', 'await'] },
  ),
  ...forms(
    [],
    [
      'const o§n = { __proto__: base, m(a, b) { §S } };\nattempt(() => o§n.m(1)); attempt(() => o§n.m(0)); log(o§n.m);',
      'const o§n = { __proto__: base, get x() { let a = 1, b; §S }, set x(a) { let b; §S } };\nattempt(() => o§n.x); attempt(() => (o§n.x = 1));',
      'const o§n = { __proto__: base, ["m" + 1](a, b) { §S } };\nattempt(() => o§n.m1(1)); log(o§n.m1);',
    ],
    { keeps: ['sloppy'], adds: ofMethods },
  ),
  ...forms(
    [],
    [
      'class K§n extends Base { m(a, b) { §S } }\nattempt(() => new K§n().m(1)); attempt(() => new K§n().m(0)); log(K§n);',
      'class K§n extends Base { static m(a, b) { §S } }\nattempt(() => K§n.m(1)); log(K§n.m);',
      'class K§n extends Base { #m(a, b) { §S } run(a) { return this.#m(a); } }\nattempt(() => new K§n().run(1)); attempt(() => new K§n().run(0));',
      'class K§n extends Base { get x() { let a = 1, b; §S } static set x(a) { let b; §S } }\nattempt(() => new K§n().x); attempt(() => (K§n.x = 0));',
      'class K§n extends Base { #y = 0; get #x() { let a = this.#y, b; §S } set #x(a) { let b; §S } run() { this.#x = 1; return this.#x; } }\nattempt(() => new K§n().run());',
      'const K§n = class Named extends Base { static "a name"(a, b) { §S } 1(a, b) { §S } };\nattempt(() => K§n["a name"](1)); attempt(() => new K§n()[1](0)); log(K§n);',
      'class K§n extends Base { constructor(a, b) { super(a); §S } }\nattempt(() => new K§n(1)); attempt(() => new K§n(0)); attempt(() => K§n());',
      'class K§n extends Base { x = 1; #y = [2]; static z = 2; constructor(a, b) { const c = () => super(a); c(); log(this.x, this.#y); §S } }\nattempt(() => new K§n(1));',
      'class K§n { constructor(a = 1, b) { log(new.target.name); try { throw a; } catch { §P } } }\nattempt(() => new K§n()); attempt(() => Reflect.construct(K§n, [0], Array));',
    ],
    { keeps: [], adds: ofMethods },
  ),
  ...forms(
    [],
    [
      'class K§n extends Base { run = (a, b) => { §S }; }\nattempt(() => new K§n().run(1)); attempt(() => new K§n().run(0));',
      'class K§n extends Base { static run = (a, b) => { §S }; }\nattempt(() => K§n.run(1)); log(K§n.run);',
    ],
    { keeps: [], adds: ['return', 'super', 'new.target'] },
  ),
  ...forms(
    [],
    [
      'attempt(() => class K§n extends Base { static x = 1; static { let a = this.x, b; §S } });',
      'attempt(() => class extends Base { static { var a = 1, b; { §S } } static { log("second"); } });',
    ],
    { keeps: [], adds: ['super', 'new.target'] },
  ),
];
