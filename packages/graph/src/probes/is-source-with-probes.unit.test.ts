import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { insertProbes } from './insert-probes';
import { probeName } from '@nx-testmon/core';
import { isSourceWithProbes } from './is-source-with-probes';
import { testSyntax } from '../model/model.testing';

const graph = resolve(__dirname, '..');
const sources = readdirSync(graph, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name))
  .map((name) => join(graph, name));

const source = `// A comment.
'use strict';
export function run(a) { if (!a) return; deploy(); }
export const pick = (a) => a ? one() : (two());
if (process.env.DEPLOY) deploy();
`;

function made(text: string) {
  const module = insertProbes(text, '/w/a.js', 'a.js', testSyntax);
  if (!module) throw new Error('no probes');
  return module;
}

const { code, blocks } = made(source);
const probe = probeName('a.js');
const isProven = (changed: string, count = blocks.length, id = 'a.js') =>
  isSourceWithProbes(changed, source, id, count);

describe('code is proven to be its source with probes', () => {
  it('as the instrumenter writes it for every module of this package', () => {
    let proven = 0;
    for (const file of sources) {
      const text = readFileSync(file, 'utf8');
      const module = insertProbes(text, file, file, testSyntax);
      if (!module) continue;
      proven += 1;
      expect(isSourceWithProbes(module.code, text, file, module.blocks.length), file).toBe(true);
    }
    expect(proven).toBeGreaterThan(50);
  });

  it.each([
    ["'use strict'\n// c\nfunction f() { 'a'; 'b'\nreturn 1 }"],
    ['#!/usr/bin/env node\nfunction f() {}'],
    ['/* a */ "b" /* c */;\nconst f = (a) => ((a) ? ({ b: a }) : (a, 1));'],
    ['if (a) b(); else if (c) { d() } else e()\nfunction f() { for (const x of y) if (x) z() }'],
    [
      'switch (a) { case 1: b(); case 2: { c() } default: d() }\nclass A { static { if (a) b() } m = () => {} }',
    ],
    ['function f() { const t = `${a ? b : `${c ? d : e}`}`; try { f() } catch { g() } }'],
    ['function f() { if (a) return\n;[1].map((x) => x ? 1 : 2)\n}'],
  ])('in every form: %j', (text) => {
    const module = made(text);
    expect(isSourceWithProbes(module.code, text, 'a.js', module.blocks.length)).toBe(true);
  });
});

describe('code is rejected', () => {
  it('with another source, path or number of probes', () => {
    expect(isProven(code)).toBe(true);
    expect(isSourceWithProbes(code, `${source} `, 'a.js', blocks.length)).toBe(false);
    expect(isProven(code, blocks.length, 'b.js')).toBe(false);
    expect(isProven(code, blocks.length + 1)).toBe(false);
    expect(isProven(source)).toBe(false);
  });

  it.each([
    ['at its start', (text: string) => `evil();${text}`],
    ['at its end', (text: string) => `${text}evil();`],
    ['before the end', (text: string) => text.replace('\n;function', '\n;evil();function')],
    ['in the function', (text: string) => text.replace('[i]=1', '[i]=1;evil()')],
    ['in a call', (text: string) => text.replace(`${probe}(0)`, `${probe}(evil())`)],
    ['beside a number', (text: string) => text.replace(`${probe}(0)`, `${probe}(0,evil())`)],
    ['after a probe', (text: string) => text.replace(`${probe}(0);`, `${probe}(0);evil();`)],
    [
      'in a comment that is closed',
      (text: string) => text.replace('// A comment.', '// A comment.\nevil();//'),
    ],
    ['with a second function', (text: string) => `${text}function ${probe}(i){evil()}\n`],
    [
      'with a probe that closes an outer bracket',
      (text: string) => text.replace('deploy(); }', 'deploy(); }}'),
    ],
    ['without a part of the source', (text: string) => text.replace('return;', ';')],
    ['with a number twice', (text: string) => text.replace(`${probe}(1)`, `${probe}(0)`)],
    ['with a number beyond the last', (text: string) => text.replace(`${probe}(1)`, `${probe}(99)`)],
    ['without one of its probes', (text: string) => text.replace(`${probe}(0);`, '')],
    ['with a probe before that of the module', (text: string) => `;${probe}(0);${text}`],
    ['with the module’s probe elsewhere', (text: string) => moved(text, `${probe}(-1);`, '(process.env')],
    [
      'with an operand’s probe as a statement',
      (text: string) => text.replace(`(${probe}(3),`, `${probe}(3);`),
    ],
    ['with a block’s probe where there is no block', (text: string) => moved(text, `${probe}(0);`, 'one()')],
  ])('with other code: %s', (_, change) => {
    const changed = change(code);
    expect(changed).not.toBe(code);
    expect(isProven(changed)).toBe(false);
  });

  it('if the source itself contains the name of the probe', () => {
    const text = `function f() { ${probe}(0); }`;
    const module = made(text);
    expect(isSourceWithProbes(module.code, text, 'a.js', module.blocks.length)).toBe(false);
  });
});

function moved(text: string, part: string, before: string): string {
  return text.replace(part, '').replace(before, `${part}${before}`);
}
