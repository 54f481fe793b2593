import type { Files, TestWorkspace } from '../harness/workspace';

/** An edit outside of the code that tests execute. */
export interface NonCodeEdit {
  readonly title: string;
  /** @param root of the project, relative to the workspace */
  readonly apply: (workspace: TestWorkspace, root: string) => void;
  /**
   * Paths of test files that fail after the edit, relative to the project. At least these must be selected.
   */
  readonly breaks: readonly string[];
}

/** A project with passing tests, and edits of it. */
export interface NonCodeCase {
  readonly name: string;
  /** Default: Vitest. */
  readonly runner?: 'jest';
  /** By path relative to the project. */
  readonly files: Files;
  readonly edits: readonly NonCodeEdit[];
}

const test = (imports: string, body: string): string =>
  `import { expect, it } from 'vitest';\n${imports}\nit('t', () => { ${body} });\n`;
const jestTest = (imports: string, body: string): string => `${imports}\ntest('t', () => { ${body} });\n`;
const vitestConfig = (config: string): string =>
  `import { defineConfig } from 'vitest/config';\nexport default defineConfig(${config});\n`;

/** An edit that replaces a text. */
const edited = (title: string, path: string, from: string, to: string, ...breaks: string[]): NonCodeEdit => ({
  title,
  apply: (workspace, root) => workspace.edit(`${root}/${path}`, from, to),
  breaks,
});
/** An edit that adds a file. */
const added = (title: string, path: string, text: string, ...breaks: string[]): NonCodeEdit => ({
  title,
  apply: (workspace, root) => workspace.write(`${root}/${path}`, text),
  breaks,
});

/** Bodies that compilers reject, for a function that no test executes. */
const refused: Readonly<Record<string, string>> = {
  'two constructors': 'return class { constructor() {} constructor() {} };',
  'a prototype twice': 'return { __proto__: null, "__proto__": null };',
  'an initializer in for-of': 'for (const x = 1 of []) {}',
  'await in the default of a parameter': 'return async (x = await 1) => x;',
  'a class as the body of if': 'if (1) class Z {}',
  'use strict with a parameter that has a default': 'return ((a = 1) => { "use strict"; });',
  'var and let of one name': 'var a; { let a; var a; }',
  'let with the name of a caught error': 'try {} catch (e) { let e; }',
  'a private name twice': 'return class { #a; #a; };',
  'a static and an instance accessor of one private name':
    'return class { get #a() {} static set #a(v) {} };',
  'break outside a loop': 'break;',
  'an undeclared private name': 'return (x) => x.#nowhere;',
  'delete of a private name': 'return class { #a; b() { delete this.#a; } };',
};

export const nonCodeCases: readonly NonCodeCase[] = [
  {
    name: 'unresolved',
    files: {
      'vitest.config.mts': vitestConfig(`{ test: { environment: 'jsdom', include: ['src/**/*.test.ts'] } }`),
      'src/dialog.ts': `export const show = () => 'shown';\n`,
      'src/lazy.ts': `export const two = () => 2;\nexport async function open() {\n  return (await import('./dialog')).show();\n}\n`,
      'src/two.test.ts': test(`import { two } from './lazy';`, 'expect(two()).toBe(2);'),
    },
    edits: [
      {
        title: 'the target of an import() that does not run is deleted',
        apply: (workspace, root) => workspace.remove(`${root}/src/dialog.ts`),
        breaks: ['src/two.test.ts'],
      },
      edited(
        'an import() that does not run is mistyped',
        'src/lazy.ts',
        './dialog',
        './dialogue',
        'src/two.test.ts',
      ),
      edited(
        'an import() that does not run names no package',
        'src/lazy.ts',
        './dialog',
        'not-there',
        'src/two.test.ts',
      ),
    ],
  },
  {
    name: 'refused',
    files: {
      'src/value.ts': `export const value = 1;\n`,
      'src/use.ts': `import { value } from './value';\nexport const use = () => value;\nexport function never(a?: any): any {\n  return a;\n}\n`,
      'src/use.test.ts': test(`import { use } from './use';`, 'expect(use()).toBe(1);'),
    },
    edits: Object.entries(refused).map(([title, body]) =>
      edited(`a body that does not run has ${title}`, 'src/use.ts', 'return a;', body, 'src/use.test.ts'),
    ),
  },
  {
    name: 'text',
    files: {
      'src/f.ts': `export const add = (a: number) => a + 1;\nexport function pick(n: number) {\n  if (n > 1) return 'a';\n  return 'b';\n}\nexport class Point {\n  x() {\n    return 1;\n  }\n}\n`,
      'src/arrow.test.ts': test(
        `import { add } from './f';`,
        `expect(add.toString()).toMatch(/^\\(a\\) => a \\+ 1$/); expect(String(add).length).toBe(12);`,
      ),
      'src/function.test.ts': test(
        `import { pick } from './f';`,
        'expect(`${pick}`.replace(/\\s+/g, " ")).toMatch(/^function pick\\(n\\) { if \\(n > 1\\) return "a"; return "b"; }$/);',
      ),
      'src/class.test.ts': test(
        `import { Point } from './f';`,
        `expect(String(Point)).toMatch(/^class Point {\\s+x\\(\\) {\\s+return 1;\\s+}\\s+}$/);`,
      ),
      'src/eval.test.ts': test(
        `import { add } from './f';`,
        'expect(new Function(`return (${add})(1)`)()).toBe(2);',
      ),
    },
    edits: [
      edited('a function whose text is read', 'src/f.ts', `'a'`, `'c'`, 'src/function.test.ts'),
      edited('a class whose text is read', 'src/f.ts', 'return 1;', 'return 2;', 'src/class.test.ts'),
    ],
  },
  {
    name: 'globals',
    files: {
      'src/leak.ts': `export const l = () => 1;\n`,
      'src/keys.test.ts': `import { expect, it } from 'vitest';\nit('t', async () => { const before = Object.keys(globalThis); const m = await import('./leak'); m.l(); expect(Object.keys(globalThis)).toEqual(before); });\n`,
      'src/own.test.ts': `import { expect, it } from 'vitest';\nit('t', async () => { const before = Reflect.ownKeys(globalThis).length; const m = await import('./leak'); m.l(); expect(Reflect.ownKeys(globalThis)).toHaveLength(before); });\n`,
    },
    edits: [],
  },
  {
    name: 'mode',
    files: {
      'bin/tool.sh': '#!/bin/sh\necho hi\n',
      'src/access.test.ts': test(
        `import { accessSync, constants } from 'node:fs';`,
        `accessSync('bin/tool.sh', constants.X_OK);`,
      ),
      'src/stat.test.ts': test(
        `import { statSync } from 'node:fs';`,
        `expect(statSync('bin/tool.sh').mode & 0o100).toBe(0o100);`,
      ),
      'src/spawn.test.ts': test(
        `import { execFileSync } from 'node:child_process';`,
        `expect(String(execFileSync('./bin/tool.sh'))).toBe('hi\\n');`,
      ),
    },
    edits: [
      {
        title: 'a file that is not executable any more',
        apply: (workspace, root) => workspace.setMode(`${root}/bin/tool.sh`, 0o644),
        breaks: ['src/access.test.ts', 'src/spawn.test.ts'],
      },
    ],
  },
  {
    name: 'kept-date',
    files: {
      'src/h.ts': `export const before = () => 1;\nexport const after = () => 2;\n`,
      'src/h.test.ts': test(`import { before } from './h';`, 'expect(before()).toBe(1);'),
    },
    edits: [
      {
        title: 'a file that has its former size and date',
        apply: (workspace, root) => workspace.editKeepingDate(`${root}/src/h.ts`, '=> 1', '=> 8'),
        breaks: ['src/h.test.ts'],
      },
    ],
  },
  {
    name: 'lines',
    files: {
      'src/log.ts': `export function where() {\n  return new Error().stack!.split('\\n')[2]!.match(/(\\w+\\.ts):(\\d+)/)!.slice(1).join(':');\n}\n`,
      'src/use.ts': `import { where } from './log';\nexport function first() {\n  return 1;\n}\nexport function use() {\n  return where();\n}\n`,
      'src/use.test.ts': test(`import { use } from './use';`, `expect(use()).toBe('use.ts:6');`),
    },
    edits: [
      edited(
        'a comment above code that asks for its line',
        'src/use.ts',
        'export function first',
        '// a comment\nexport function first',
        'src/use.test.ts',
      ),
      edited(
        'a line in a body that does not run, above code that asks for its line',
        'src/use.ts',
        'return 1',
        'const one = 1;\n  return one',
        'src/use.test.ts',
      ),
    ],
  },
  {
    name: 'fixture-packages',
    files: {
      'fixtures/app/node_modules/dep/index.js': 'module.exports = 1;\n',
      'fixtures/app/node_modules/dep/package.json': '{ "name": "dep", "version": "1.0.0" }\n',
      'fixtures/app/a.txt': 'a\n',
      'src/read.test.ts': test(
        `import { readFileSync } from 'node:fs';`,
        `expect(readFileSync('fixtures/app/node_modules/dep/index.js', 'utf8')).toContain('= 1');`,
      ),
      'src/import.test.ts': test(
        `import dep from '../fixtures/app/node_modules/dep/index.js';`,
        'expect(dep).toBe(1);',
      ),
      'src/require.test.ts': test(
        `import { createRequire } from 'node:module';`,
        `expect(createRequire(process.cwd() + '/fixtures/app/x.js')('dep')).toBe(1);`,
      ),
      'src/list.test.ts': test(
        `import { readdirSync } from 'node:fs';`,
        `expect(readdirSync('fixtures/app/node_modules')).toEqual(['dep']);`,
      ),
      'src/tree.test.ts': test(
        `import { readdirSync } from 'node:fs';`,
        `expect(readdirSync('fixtures/app', { recursive: true })).toHaveLength(5);`,
      ),
    },
    edits: [
      edited(
        'a file of node_modules in a fixture',
        'fixtures/app/node_modules/dep/index.js',
        '1',
        '2',
        'src/read.test.ts',
        'src/import.test.ts',
        'src/require.test.ts',
      ),
      added(
        'a package that is added to a fixture',
        'fixtures/app/node_modules/more/index.js',
        '',
        'src/list.test.ts',
        'src/tree.test.ts',
      ),
    ],
  },
  {
    name: 'styles',
    files: {
      'vitest.config.mts': vitestConfig(
        `{ test: { environment: 'jsdom', include: ['src/**/*.test.ts'], css: { include: [/.+/] } } }`,
      ),
      'src/t.css': 'a { color: red }\n',
      'src/inline.test.ts': test(`import text from './t.css?inline';`, `expect(text).toContain('red');`),
    },
    edits: [
      added(
        'a PostCSS configuration that is added',
        'postcss.config.cjs',
        `module.exports = { plugins: [{ postcssPlugin: 'x', Declaration(d) { if (d.value === 'red') d.value = 'green'; } }] };\n`,
        'src/inline.test.ts',
      ),
    ],
  },
  {
    name: 'type-options',
    files: {
      'tsconfig.json': `{ "extends": "../../tsconfig.base.json", "compilerOptions": { "types": [] }, "include": ["src"] }\n`,
      'vitest.config.mts': vitestConfig(
        `{ test: { include: ['src/**/*.test.ts'], typecheck: { enabled: true, include: ['src/**/*.test-d.ts'] } } }`,
      ),
      'src/list.ts': `export const list: number[] = [1];\n`,
      'src/list.test.ts': test(`import { list } from './list';`, 'expect(list[0]).toBe(1);'),
      'src/list.test-d.ts': `import { expectTypeOf, test } from 'vitest';\nimport { list } from './list';\ntest('index', () => { expectTypeOf(list[0]).toEqualTypeOf<number>(); });\n`,
    },
    edits: [
      edited(
        "an option of the project's tsconfig that only types see",
        'tsconfig.json',
        '"types": []',
        '"types": [], "noUncheckedIndexedAccess": true',
        'src/list.test-d.ts',
      ),
      {
        title: 'an option of the tsconfig that the project extends',
        apply: (workspace) =>
          workspace.edit(
            'tsconfig.base.json',
            '"strict": true',
            '"strict": true, "noUncheckedIndexedAccess": true',
          ),
        breaks: ['src/list.test-d.ts'],
      },
    ],
  },
  {
    name: 'own-transforms',
    files: {
      'vitest.config.mts': `import { defineConfig } from 'vitest/config';
const conditions = { name: 'conditions', enforce: 'pre' as const, transform(code: string, id: string) { if (id.endsWith('cond.ts')) return code.replace(/\\/\\/ #if (\\w+)\\n([^]*?)\\/\\/ #endif\\n/g, (_, c, b) => (c === 'NODE' ? b : '')); } };
const types = { name: 'types', enforce: 'pre' as const, transform(code: string, id: string) { if (id.endsWith('shape.ts')) return code.replace(/= keysOf<(\\w+)>\\(\\)/g, (_, n) => '= ' + JSON.stringify([...code.match(new RegExp('interface ' + n + ' {([^}]*)}'))![1]!.matchAll(/(\\w+):/g)].map((m) => m[1]))); } };
const bodies = { name: 'bodies', enforce: 'pre' as const, transform(code: string, id: string) { if (id.endsWith('message.ts')) return code + '\\nexport const keys = ' + JSON.stringify([...code.matchAll(/t\\('(\\w+)'\\)/g)].map((m) => m[1])); } };
export default defineConfig({ plugins: [conditions, types, bodies], test: { include: ['src/**/*.test.ts'] } });
`,
      'src/cond.ts': `export let where = 'none';\n// #if NODE\nwhere = 'node';\n// #endif\n`,
      'src/cond.test.ts': test(`import { where } from './cond';`, `expect(where).toBe('node');`),
      'src/shape.ts': `declare function keysOf<T>(): string[];\ninterface User { id: number, name: string }\nexport const keys = keysOf<User>();\n`,
      'src/shape.test.ts': test(`import { keys } from './shape';`, `expect(keys).toEqual(['id', 'name']);`),
      'src/message.ts': `const t = (s: string) => s;\nexport function hello() {\n  return t('hello');\n}\nexport function never() {\n  return t('never');\n}\n`,
      'src/message.test.ts': test(
        `import * as m from './message';`,
        `expect(m.hello()).toBe('hello'); expect((m as any).keys).toEqual(['hello', 'never']);`,
      ),
    },
    edits: [
      edited('a comment that a transform reads', 'src/cond.ts', '#if NODE', '#if WEB', 'src/cond.test.ts'),
      edited(
        'a type that a transform reads',
        'src/shape.ts',
        'name: string',
        'label: string',
        'src/shape.test.ts',
      ),
      edited(
        'a body that a transform reads and that does not run',
        'src/message.ts',
        `t('never')`,
        `t('ever')`,
        'src/message.test.ts',
      ),
    ],
  },
  {
    name: 'platforms',
    runner: 'jest',
    files: {
      'jest.config.cjs': `module.exports = { testMatch: ['<rootDir>/src/**/*.test.ts'], haste: { defaultPlatform: 'ios', platforms: ['android', 'ios', 'native'] }, transform: { '\\\\.ts$': ['babel-jest', { presets: [['@babel/preset-env', { targets: { node: 'current' } }], '@babel/preset-typescript'] }] } };\n`,
      'src/card.ts': `export const card = () => 'web';\n`,
      'src/card.test.ts': jestTest(`import { card } from './card';`, `expect(card()).toBe('web');`),
      'src/button.ts': `export const button = () => 'web';\n`,
      'src/button.ios.ts': `export const button = () => 'ios';\n`,
      'src/button.test.ts': jestTest(`import { button } from './button';`, `expect(button()).toBe('ios');`),
    },
    edits: [
      added(
        'a file for the platform is added',
        'src/card.ios.ts',
        `export const card = () => 'ios';\n`,
        'src/card.test.ts',
      ),
      added(
        'a file for native platforms is added',
        'src/card.native.ts',
        `export const card = () => 'native';\n`,
        'src/card.test.ts',
      ),
    ],
  },
  {
    name: 'babel-keys',
    runner: 'jest',
    files: {
      'jest.config.cjs': `module.exports = { testMatch: ['<rootDir>/src/**/*.test.ts'] };\n`,
      'package.json': `{ "name": "@e2e/babel-keys", "version": "0.0.0", "private": true, "babel": { "presets": ["@babel/preset-env", "@babel/preset-typescript"] }, "browserslist": ["node 22"] }\n`,
      'src/a.ts': `export class A {}\nexport const arrow = () => 1;\n`,
      'src/a.test.ts': `import { A, arrow } from './a';\ntest('class', () => { expect(String(A).startsWith('class')).toBe(true); });\ntest('arrow', () => { expect(arrow.hasOwnProperty('prototype')).toBe(false); });\n`,
    },
    edits: [
      edited('browserslist in package.json', 'package.json', 'node 22', 'ie 11', 'src/a.test.ts'),
      edited(
        'babel in package.json',
        'package.json',
        '"@babel/preset-env"',
        '["@babel/preset-env", { "targets": "ie 11" }]',
        'src/a.test.ts',
      ),
    ],
  },
];
