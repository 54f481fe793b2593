import { noRunnerSyntax } from '@nx-testmon/core';
import { expect, it } from 'vitest';
import { read, testSyntax } from './model.testing';
import { readPragmas } from './read-pragmas';

/** Split into two parts, because test runners look for their pragmas in this text too. */
const environment = ['@vitest', 'environment jsdom'].join('-');

it.each([
  [`// ${environment}`, [environment]],
  ['/** @jsx h */', ['@jsx h']],
  ['const a = 1; /* istanbul ignore next: why */ const b = 2;', ['istanbul ignore next: why']],
  ['/* v8 ignore start */ a(); /* v8 ignore stop */', ['v8 ignore start', 'v8 ignore stop']],
  ['import(/* @vite-ignore */ a);', ['@vite-ignore']],
  [
    'import(/* webpackIgnore: true, webpackChunkName: "a" */ "./a");',
    ['webpackChunkName: "a"', 'webpackIgnore: true'],
  ],
  ['const a = /* #__PURE__ */ b(); const c = /* @__PURE__ */ d();', ['#__PURE__', '@__PURE__']],
  ['/* #__PURE__ */ a(); /* #__PURE__ */ b();', ['#__PURE__', '#__PURE__']],
  ['/**\n * Text.\n * @testType slow\n */\nimport "./a";', ['@testType slow']],
  ['#!/usr/bin/env node\n/** @own yes */', ['@own yes']],
  ['a();\n/** @param b nothing */\nfunction f(b) {}', []],
  ['// a comment of people', []],
])('%s', (text, expected) => {
  expect(readPragmas(text, testSyntax)).toEqual(expected);
  expect(read(text, 'a.js').pragmas).toEqual(expected);
});

it('reads only the pragmas of the given test runners and of JSX', () => {
  const text = '// @other-mode slow\n// @another-mode fast\n// @jsx h';
  expect(readPragmas(text, { ...noRunnerSyntax, pragmas: ['other'] })).toEqual([
    '@jsx h',
    '@other-mode slow',
  ]);
  expect(readPragmas(text, noRunnerSyntax)).toEqual(['@jsx h']);
});
