// @ts-check
/**
 * The only definition of the layers of the packages. ESLint's rules are created from this table.
 * `npm run boundaries` checks that they report each violation, and compares the table with the packages'
 * tags, manifests and TypeScript references, and with the table in docs/architecture.md.
 */

import { builtinModules } from 'node:module';

/**
 * @typedef {object} Layer
 * @property {readonly string[]} mayImport layers whose packages a package of this layer may import
 * @property {string} why
 */

/** @type {Readonly<Record<string, Layer>>} */
export const layers = {
  core: { mayImport: [], why: 'pure rules: no file system, process, clock, database or compiler' },
  adapter: { mayImport: ['core'], why: 'one resource each: the sources of a workspace, the database' },
  process: { mayImport: ['core'], why: 'what all test runners share' },
  runner: { mayImport: ['core', 'process'], why: 'one test runner each' },
  engine: {
    mayImport: ['core', 'adapter', 'process', 'runner'],
    why: 'the one place that composes the others into a task',
  },
  view: { mayImport: [], why: 'a document and how a browser shows it' },
  face: { mayImport: ['core', 'engine', 'view'], why: 'what a user starts: the Nx plugin, the command line' },
};

/**
 * Packages that a package depends on so that both are installed together. It imports nothing of them but the script of
 * their command.
 *
 * @type {Readonly<Record<string, readonly string[]>>}
 */
export const installedTogether = { nx: ['cli'] };

/**
 * npm packages that only one package may load, each with a pattern of all specifiers that name it. The list
 * can't be derived: the manifests of the test runners' packages do not name the test runners, which belong to
 * the workspace.
 *
 * @type {readonly { owner: string | undefined, example: string, regex: string, message: string }[]}
 */
export const restrictedPackages = [
  {
    owner: 'vitest',
    example: 'vitest/node',
    regex: '^(vitest|@vitest|vite)(/|$)',
    message: 'Only packages/vitest imports Vitest, so that another runner is one more package.',
  },
  {
    owner: 'jest',
    example: '@jest/core',
    regex: '^(jest|@jest|jest-[^/]+|babel-jest|ts-jest)(/|$)',
    message: 'Only packages/jest imports Jest, so that another runner is one more package.',
  },
  {
    owner: 'store',
    example: 'better-sqlite3',
    regex: '^(better-sqlite3|proper-lockfile)(/|$)',
    message: 'Only packages/store opens the database and takes its lock: it keeps the read-only promise.',
  },
  {
    owner: 'graph',
    example: 'ts-morph',
    regex: '^(ts-morph|@ts-morph)(/|$)',
    message: 'Only packages/graph parses: ts-morph takes 300 ms to load and must stay behind its cache.',
  },
  {
    owner: undefined,
    example: 'typescript',
    regex: '^typescript(/|$)',
    message: 'Take `ts` from ts-morph: typescript@7 has no API, and the user decides which one is installed.',
  },
];

const pureMessage =
  'core is pure: take what comes from Node, the process, the clock or chance as an argument.';

/**
 * Modules and globals that core may not use, so that its functions return the same result for the same
 * arguments. One file is excepted: it computes every digest, and SHA-256 in JavaScript takes many times as
 * long as Node's.
 */
export const pureCore = {
  imports: { regex: `^(node:.*|(${builtinModules.join('|')})(/.*)?)$`, message: pureMessage },
  globals: ['process', 'Date', 'performance', 'globalThis'].map((name) => ({ name, message: pureMessage })),
  properties: [{ object: 'Math', property: 'random', message: pureMessage }],
  exception: {
    file: 'packages/core/src/model/digest.ts',
    imports: { regex: `^(node:(?!crypto$).*|(${builtinModules.join('|')})(/.*)?)$`, message: pureMessage },
  },
};
