import { type Form, forms } from './form.mts';

/** Forms of single statements, which may be used without a block. */
export const singleStatements: readonly Form[] = [
  ...forms(
    [],
    [
      'log(§E);',
      'log(§E)\n',
      ';',
      '{ §S }',
      'if (§E) §O',
      'if (§E) §O else §O',
      'for (const x§n of [§E]) log(x§n);',
      'try { §S } catch (error) { report(error) }',
      'switch (§E) { case 1: §S }',
      'l§n: { if (§E) break l§n; §S }',
      'throw §E;',
    ],
  ),
  ...forms(['return'], ['return §E;', 'return\n']),
  ...forms(['break'], ['break\n']),
  ...forms(['continue'], ['continue;']),
];

const lists = forms(
  [],
  [
    'if (§E) { §S }',
    'if (§E) log(1)\nelse log(2)\nlog(3)',
    'if (§E) { §S } else if (§E) §O\nelse { §S }',
    'if (§E); else §O',
    'if (§E) ;\nlog(§E)',
    'if (§E) if (§E) §O\nelse §O',
    '{ let x§n = §E; log(x§n); §S }',
    'let x§n = §E\n;[1].forEach((one) => log(one, x§n))',
    'let x§n = 1\nif (a) x§n\n++x§n\nlog(x§n)',
    'let x§n = a\n/1/1\nlog(x§n)',
    'const x§n = a, y§n = [x§n, §E], { z§n = §E, ...rest§n } = { q: 1, [`k${a}`]: 2 };\nlog(y§n, z§n, rest§n);',
    'const [p§n, [q§n = §E] = [], ...r§n] = [a, undefined, 3, 4]; log(p§n, q§n, r§n);',
    'let s§n; ({ s§n = §E, t: o.t } = { t: §E }); log(s§n, o.t);',
    'log(typeof v§n); if (§E) { var v§n = §E; } log(v§n);',
    'try { log(u§n); } catch (error) { report(error); } let u§n = §E;',
    'try { §S } catch { §S }',
    'try { §S } finally { §S }',
    'try { if (§E) throw §E; §S } catch (error) { report(error); §S } finally { log("finally"); }',
    'try { throw { m§n: a } } catch ({ m§n, w§n = §E }) { log(m§n, w§n); §S }',
    'log(h§n()); function h§n() { return §F; }',
    '{ log(typeof h§n); function h§n() { return 1; } }',
    'class C§n { static x = §F; } log(C§n.x, C§n.name);',
    'debugger; §S',
    ';;; log(1) ;;;',
    "'a text'; §S",
    '{ "use strict"\n;(function () { log(this === undefined); })() }',
    'log(eval("1 + a"), eval("typeof x§n"), eval("(function () { return a; })")());',
    'eval("var e§n = a"); log(typeof e§n);',
    'log((0, eval)("typeof a"));',
    '/* a comment */ log(1); // and another\nlog(2);',
    'log(f); log(String(f) === `${f}`, f.toString().length);',
    'const g§n = (x = §F) => { §P return x; }; attempt(g§n); attempt(() => g§n(1)); log(g§n);',
    'l§n: for (const i of [1, 2]) { for (const j of [1, 2, 3]) { if (j === 2) continue l§n; if (i === 2) break l§n; log(i, j); §S } }',
    'l§n: if (§E) { log(1); if (§E) break l§n; §S } else log(2)',
    'l§n: m§n: do { if (§E) continue m§n; §S } while (false)',
    'l§n: try { break l§n; } finally { §S }',
  ],
);

const loops = forms(
  [],
  [
    'for (let i§n = 0; i§n < 2; i§n++) { log(i§n); §S }',
    'for (let i§n = 0, run = []; ; i§n++) { if (i§n > 2) { log(run.map((one) => one())); break; } run.push(() => i§n); §S }',
    'for (const k§n in { x: 1, y: 2 }) { log(k§n); §S }',
    'for (var e§n of [1, 2, 3]) §O',
    'for (const [k§n, { v§n = §E } = {}] of [[1], [2, { v§n: 3 }]]) { log(k§n, v§n); §S }',
    'for (let i§n = (a ? "x" in o : 0) ? 1 : 2; i§n < 3; i§n++) §O',
    'let w§n = 0; while (w§n++ < 2) { §S }',
    'let d§n = 0; do §O while (d§n++ < 1)\nlog(d§n)',
    'let d§n = 0; do { §S } while (d§n++ < 1) log(d§n)',
  ],
  { adds: ['break', 'continue'] },
);

const switches = forms(
  [],
  [
    'switch (a) { case 0: §S case 1: §S break; case §E: §S default: §S }',
    'switch (§E) { default: §S\ncase 1: log(1)\n;[2].map((one) => log(one))\nbreak\ncase 2: {} }',
    'switch (a) { case 1: let c§n = §E; log(c§n); case 2: log(typeof c§n); }',
    'switch (true) { case a > 0: { §S } case a === (§E): function k§n() { return 1; } log(typeof k§n); }',
    'switch (log(a)) {}',
    'switch (a) { case 1: if (§E) break; §S break; case 2: ; default: log(k§n()); function k§n() { return 2; } }',
  ],
  { adds: ['break'] },
);

/** Forms of statements in a list. */
export const statementForms: readonly Form[] = [
  ...singleStatements,
  ...lists,
  ...loops,
  ...switches,
  ...forms(['break'], ['if (§E) break; §S', 'if (a) { if (§E) break; else §O }']),
  ...forms(['continue'], ['if (§E) continue\nlog(1)', 'try { continue } finally { §S }']),
  ...forms(
    ['return'],
    [
      'if (§E) return §E; §S',
      'if (!a) return\n§S',
      'if (a) { §S } else return §E\n;[1].map((one) => log(one))',
      'try { return §E } finally { §S }',
      'try { if (§E) return 1; §S } catch { return 2 } §S',
      'for (const x§n of [1, 2]) { if (x§n === 2) return x§n; §S }',
      'if (§E) throw new TypeError("thrown"); let n§n = 1; log(n§n); §S',
      'if (§E) return later§n(); const c§n = a; log(c§n); function later§n() { return 5; }',
    ],
  ),
  ...forms(
    ['yield'],
    [
      'log(yield §E); §S',
      'const y§n = yield* [§E, 2]; log(y§n);',
      'if (yield) §O',
      'try { yield 1; §S } finally { log("closed"); }',
    ],
  ),
  ...forms(
    ['await'],
    [
      'log(await (§E)); §S',
      'for await (const x§n of [Promise.resolve(1), 2]) { log(x§n); §S }',
      'try { await Promise.reject(new Error("rejected")); } catch (error) { report(error); §S }',
    ],
  ),
  ...forms(
    ['arguments'],
    ['log(arguments.length, [...arguments].length); §S', 'if (arguments.length > 5) §O'],
  ),
  ...forms(['new.target'], ['log(new.target === undefined);']),
  ...forms(
    ['sloppy'],
    [
      'with (o) { log(typeof x); §S }',
      'if (a) function k§n() { return 1; }\nlog(typeof k§n);',
      'if (§E) { function k§n() { return 1; } } log(typeof k§n);',
      'var let = 1; log(let);',
      'var yield\nyield = 2; log(yield);',
      'undeclared§n = §E; log(undeclared§n, delete globalThis.undeclared§n);',
      'l§n: function k§n() {} log(typeof k§n);',
    ],
  ),
];
