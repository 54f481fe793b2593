import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  findRunnerInstallation,
  type RunnerInstallationName,
} from '@nx-testmon/testing/runner-installations';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTaskWorkspace, type TaskWorkspace } from '../../task.testing';

interface Layout {
  readonly installation: RunnerInstallationName;
  readonly modules: 'esm' | 'cjs';
  readonly project: Readonly<Record<string, string>>;
  readonly testFile: (name: string, expression: string, value: string) => string;
  readonly options?: ts.CompilerOptions;
  /** Whether the test files import single names. Others may use everything that the package exports. */
  readonly importsNames?: true;
}

const vitest: Pick<Layout, 'project' | 'testFile' | 'importsNames'> = {
  importsNames: true,
  project: { 'libs/a/vitest.config.mjs': `export default { test: { include: ['*.test.js'] } };` },
  testFile: (name, expression, value) =>
    `import { expect, test } from 'vitest';\nimport { ${name} } from 'b';\n` +
    `test('it', () => { expect(String(${expression})).toBe('${value}'); });\n`,
};
const jest: Pick<Layout, 'project' | 'testFile'> = {
  project: { 'libs/a/jest.config.cjs': 'module.exports = { transform: {} };' },
  testFile: (name, expression, value) =>
    `const { ${name} } = require('b');\ntest('it', () => { expect(String(${expression})).toBe('${value}'); });\n`,
};
/** The test files are compiled before they run. */
const compiledJest: Pick<Layout, 'project' | 'testFile' | 'importsNames'> = {
  importsNames: true,
  project: jest.project,
  testFile: (...given) =>
    ts.transpileModule(vitest.testFile(...given).replace(/.*'vitest';\n/, ''), {
      compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS },
    }).outputText,
};
const nodeTest: Pick<Layout, 'project' | 'testFile'> = {
  project: {},
  testFile: (name, expression, value) =>
    `const test = require('node:test');\nconst { equal } = require('node:assert');\n` +
    `test('it', async () => { const { ${name} } = await import('b'); equal(String(${expression}), '${value}'); });\n`,
};

const layouts: readonly (readonly [string, Layout])[] = [
  ['Vitest 5 and ES modules', { ...vitest, installation: 'vitest 5', modules: 'esm' }],
  ['Vitest 3 and ES modules', { ...vitest, installation: 'vitest 3', modules: 'esm' }],
  ['Vitest 5 and CommonJS', { ...vitest, installation: 'vitest 5', modules: 'cjs' }],
  ['Vitest 3 and CommonJS', { ...vitest, installation: 'vitest 3', modules: 'cjs' }],
  ['Jest 30 and CommonJS', { ...jest, installation: 'jest 30', modules: 'cjs' }],
  ['Jest 30, CommonJS and compiled tests', { ...compiledJest, installation: 'jest 30', modules: 'cjs' }],
  [
    'Vitest 5, CommonJS and helpers',
    {
      ...vitest,
      installation: 'vitest 5',
      modules: 'cjs',
      options: { target: ts.ScriptTarget.ES2015, esModuleInterop: true },
    },
  ],
  ['node --test and ES modules', { ...nodeTest, installation: 'node:test', modules: 'esm' }],
  ['node --test and CommonJS', { ...nodeTest, installation: 'node:test', modules: 'cjs' }],
];

const sources: Readonly<Record<string, string>> = {
  'libs/b/src/index.ts': `export * from './numbers.js';\nexport { Route } from './route.js';\n`,
  'libs/b/src/numbers.ts': `import { label } from './label.js';
/** Adds. */
export function add(one: number, other: number): number {
  return one + other;
}
export function sign(one: number): string {
  if (one < 0) return 'below';
  return 'above';
}
export const named = (one: number): string => label(one);
export const limit = 5;
export enum Unit { Metre = 'm' }
export const unit = (): string => Unit.Metre + limit;
`,
  'libs/b/src/label.ts': `export const label = (one: number): string => 'n' + one;\n`,
  'libs/b/src/route.ts': `export class Route {
  private readonly stops: readonly string[];
  constructor(stops: readonly string[]) {
    this.stops = [...stops];
  }
  get first(): string {
    return this.stops[0] ?? 'none';
  }
  last(): string {
    return this.stops.at(-1) ?? 'none';
  }
}
`,
};

function write(workspace: TaskWorkspace, path: string, text: string): void {
  workspace.files.write({ [path]: text });
}

function build(workspace: TaskWorkspace, { modules, options }: Layout): void {
  const compilerOptions: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: modules === 'esm' ? ts.ModuleKind.ESNext : ts.ModuleKind.CommonJS,
    ...options,
  };
  const folder = join(workspace.root, 'libs/b/src');
  for (const name of readdirSync(folder)) {
    const { outputText } = ts.transpileModule(readFileSync(join(folder, name), 'utf8'), { compilerOptions });
    write(workspace, `libs/b/dist/${name.replace(/\.ts$/, '.js')}`, outputText);
  }
}

describe.each(layouts)('a package that is used in its built form, with %s', (_, layout) => {
  let workspace: TaskWorkspace;

  beforeAll(async () => {
    const type = layout.modules === 'esm' ? 'module' : 'commonjs';
    const ofRunner = layout.installation === 'node:test' ? { scripts: { test: 'node --test' } } : {};
    workspace = createTaskWorkspace(
      {
        '.gitignore': 'node_modules\ndist\n.testmon\n',
        'libs/a/package.json': JSON.stringify({ name: 'a', ...ofRunner, dependencies: { b: '*' } }),
        'libs/b/package.json': JSON.stringify({ name: 'b', type, main: './dist/index.js' }),
        ...layout.project,
        ...sources,
        'libs/a/add.test.js': layout.testFile('add', 'add(1, 2)', '3'),
        'libs/a/above.test.js': layout.testFile('sign', 'sign(1)', 'above'),
        'libs/a/below.test.js': layout.testFile('sign', 'sign(-1)', 'below'),
        'libs/a/label.test.js': layout.testFile('named', 'named(1)', 'n1'),
        'libs/a/limit.test.js': layout.testFile('limit', 'limit', '5'),
        'libs/a/unit.test.js': layout.testFile('unit', 'unit()', 'm5'),
        'libs/a/first.test.js': layout.testFile('Route', `new Route(['x', 'y']).first`, 'x'),
        'libs/a/last.test.js': layout.testFile('Route', `new Route(['x', 'y']).last()`, 'y'),
      },
      { packages: [], projects: { a: 'libs/a', b: 'libs/b' }, dependencies: { a: ['b'] } },
    );
    const folder = await findRunnerInstallation(layout.installation);
    for (const name of readdirSync(join(folder, 'node_modules')))
      workspace.files.link(`node_modules/${name}`, join(folder, 'node_modules', name));
    workspace.files.link('node_modules/b', '../libs/b');
    build(workspace, layout);
    const { exitCode, output } = await workspace.run();
    expect(exitCode, output).toBe(0);
  }, 200_000);
  afterAll(() => workspace[Symbol.dispose]());

  const selected = async (): Promise<string[]> => {
    const { selected: all } = await workspace.select();
    return all.map(({ testFile }) => testFile.path.replace(/^libs\/a\/|\.test\.js$/g, '')).sort();
  };

  /** The selection before and after the build that follows an edit. */
  async function selectedAfter(path: string, from: string, to: string): Promise<readonly string[][]> {
    const text = sources[path]!;
    expect(text).toContain(from);
    write(workspace, path, text.replace(from, to));
    const before = await selected();
    build(workspace, layout);
    const after = await selected();
    write(workspace, path, text);
    build(workspace, layout);
    return [before, after];
  }

  it('selects nothing without changes, and after a build with the same output', async () => {
    expect(await selected()).toEqual([]);
    build(workspace, layout);
    expect(await selected()).toEqual([]);
  });

  it.each<[string, string, string, string, readonly string[]]>([
    ['a function', 'numbers', 'one + other', 'other + one', ['add']],
    ['a branch', 'numbers', `'below'`, `'lower'`, ['below']],
    ['a function of another module', 'label', `'n' + one`, `'m' + one`, ['label']],
    ['a getter', 'route', 'this.stops[0]', 'this.stops[1]', ['first']],
    ['a method', 'route', 'at(-1)', 'at(-2)', ['last']],
    ['a constructor', 'route', '[...stops]', 'stops', ['first', 'last']],
    ['a comment', 'numbers', '/** Adds. */', '/** Adds two numbers. */', []],
  ])(
    'an edit of %s selects the test files that execute it, before and after the build',
    async (_, name, from, to, expected) => {
      expect(await selectedAfter(`libs/b/src/${name}.ts`, from, to)).toEqual([expected, expected]);
    },
  );

  it.runIf(layout.importsNames).each<[string, string, string, string, readonly string[]]>([
    ['a function that is added', 'numbers', '/** Adds. */', 'export function more() {}', []],
    ['a class that is added', 'route', 'export class', 'export class Other {}\nexport class', []],
    ['a constant', 'numbers', 'limit = 5', 'limit = 6', ['limit', 'unit']],
    ['a re-export that is added', 'index', 'export *', `export { label } from './label.js';\nexport *`, []],
    ['a star that is added', 'index', 'export *', `export * from './label.js';\nexport *`, []],
    [
      'a re-export that is there already',
      'index',
      'export *',
      `export { label as add } from './label.js';\nexport *`,
      ['add'],
    ],
  ])(
    'an edit of %s selects the test files that use it, before and after the build',
    async (_, name, from, to, expected) => {
      expect(await selectedAfter(`libs/b/src/${name}.ts`, from, to)).toEqual([expected, expected]);
    },
  );

  it('a statement that is added to a module selects all test files that load it', async () => {
    const all = ['above', 'add', 'below', 'first', 'label', 'last', 'limit', 'unit'];
    const added = 'globalThis.added = 1;\nexport class';
    expect(await selectedAfter('libs/b/src/route.ts', 'export class', added)).toEqual([all, all]);
  });
});

it('an output that only `require` gets does not count for test files that import the package', async () => {
  using workspace = createTaskWorkspace(
    {
      '.gitignore': 'node_modules\ndist\n.testmon\n',
      'libs/a/package.json': JSON.stringify({ name: 'a', type: 'module', dependencies: { b: '*' } }),
      ...vitest.project,
      'libs/a/one.test.js': vitest.testFile('one', 'one()', '1'),
      'libs/a/two.test.js': vitest.testFile('two', 'two()', '2'),
      'libs/b/package.json': JSON.stringify({
        name: 'b',
        exports: { import: './dist/index.mjs', require: './dist/index.cjs' },
      }),
    },
    { packages: [], projects: { a: 'libs/a', b: 'libs/b' }, dependencies: { a: ['b'] } },
  );
  const folder = await findRunnerInstallation('vitest 5');
  for (const name of readdirSync(join(folder, 'node_modules')))
    workspace.files.link(`node_modules/${name}`, join(folder, 'node_modules', name));
  workspace.files.link('node_modules/b', '../libs/b');
  const write = (one: number) => {
    const functions = `const one = () => ${one};\nconst two = () => 2;\n`;
    workspace.files.write({
      'libs/b/src/index.ts': `${functions}export { one, two };\n`,
      'libs/b/dist/index.mjs': `${functions}export { one, two };\n`,
      'libs/b/dist/index.cjs': `${functions}exports.one = one;\nexports.two = two;\n`,
    });
  };
  write(1);
  const { exitCode, output } = await workspace.run();
  expect(exitCode, output).toBe(0);
  expect((await workspace.select()).selected).toEqual([]);
  write(3);
  const { selected } = await workspace.select();
  expect(selected.map(({ testFile: { path } }) => path)).toEqual(['libs/a/one.test.js']);
});
