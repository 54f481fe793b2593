import { noRunnerSyntax, optionsOf } from '@nx-testmon/core';
import { describe, expect, it } from 'vitest';
import { hashes } from '../model.testing';
import { readModuleModel } from '../read-module-model';

const imports = `import { defineConfig, mergeConfig } from 'vitest/config';\nimport { resolve } from 'node:path';\nimport manifest from './package.json';\n`;

function options(text: string, path = 'vitest.config.ts'): Readonly<Record<string, string>> {
  const all = Object.entries(hashes(text, path));
  return Object.fromEntries(all.filter(([name]) => name.endsWith(optionsOf(''))));
}

/**
 * The compared part of a configuration that is exported by default, for each way to pass it to the test
 * runner.
 */
function ways(exported: string): readonly Readonly<Record<string, string>>[] {
  return [exported, `defineConfig(${exported})`, `mergeConfig(base, defineConfig(${exported}))`].map((one) =>
    options(`${imports}export default ${one};`),
  );
}

const others = [
  '{ test: {} }',
  '{}',
  '{ test: { ...base } }',
  `{ test: { reporters: ['default'] } }`,
  `{ test: { reporters: ['default'], ...base } }`,
  `{ reporters: ['default'] }`,
];

describe('options of a configuration', () => {
  it.each([
    ['reporters', `{ test: { reporters: ['dot'] } }`, `{ test: { reporters: ['default'] } }`],
    [
      'a reporter with options',
      `{ test: { reporters: [['junit', { suiteName: 'a' }]] } }`,
      `{ test: { reporters: ['default'] } }`,
    ],
    [
      'a reporter with an option of a manifest',
      `{ test: { reporters: [['junit', { suiteName: manifest.name + '-1' }]] } }`,
      `{ test: { reporters: ['default'] } }`,
    ],
    ['another value', `{ test: { outputFile: 'a' } }`, `{ test: { outputFile: 'b' } }`],
    ['a quoted name', `{ test: { 'outputFile': 'a' } }`, '{ test: {} }'],
    ['a shorthand', '{ test: { outputFile } }', '{ test: {} }'],
    ['a computed path', `{ test: { outputFile: resolve('x') } }`, '{ test: {} }'],
    [
      'a variable',
      `{ test: { reporters: process.env.CI ? ['dot'] : ['default'] } }`,
      `{ test: { reporters: ['default'] } }`,
    ],
    ['a text with a variable', '{ test: { outputFile: `${process.env.OUT}/a` } }', '{ test: {} }'],
    [
      'a variable in a list',
      `{ test: { reporters: ['dot', ...(CI ? ['junit'] : [])] } }`,
      `{ test: { reporters: ['default'] } }`,
    ],
    [
      'nested options',
      `{ test: { coverage: { reporter: ['text'], enabled: true } } }`,
      '{ test: { coverage: { enabled: true } } }',
    ],
    ['the first nested option', `{ test: { coverage: { reporter: ['text'] } } }`, '{ test: {} }'],
    [
      'an option of a project',
      `{ test: { projects: [{ test: { name: 'a', outputFile: 'b' } }] } }`,
      `{ test: { projects: [{ test: { name: 'a' } }] } }`,
    ],
    ['the result of a function', `() => ({ test: { outputFile: 'a' } })`, '() => ({ test: {} })'],
    [
      'the result of a longer function',
      `async () => { const a = 1; return { test: { outputFile: 'a' } }; }`,
      'async () => { const a = 1; return { test: {} }; }',
    ],
    ['a conditional configuration', `x ? { test: { outputFile: 'a' } } : {}`, 'x ? { test: {} } : {}'],
  ])('are left out if no result depends on them: %s', (_, one, other) => {
    for (const [index, found] of ways(one).entries()) {
      expect(Object.keys(found).length).toBeGreaterThan(0);
      expect(found).toEqual(ways(other)[index]);
    }
  });

  it.each([
    ['a timeout', '{ test: { testTimeout: 1 } }'],
    ['passWithNoTests', '{ test: { passWithNoTests: true } }'],
    ['verbose', '{ verbose: true }'],
    ['reportsDirectory', `{ test: { coverage: { reportsDirectory: 'a' } } }`],
    ['a reporter of the workspace', `{ test: { reporters: ['./own.ts'] } }`],
    ['a reporter of a package', `{ test: { reporters: ['default', 'own'] } }`],
    ['a reporter that is an object', `{ test: { reporters: ['default', { onInit() {} }] } }`],
    ['reporters in a variable', '{ test: { reporters: own } }'],
    ['a reporter that collects more', `{ test: { reporters: ['html'] } }`],
    ['a reporter that a call creates', '{ test: { reporters: [make()] } }'],
    ['a reporter with a function in its options', `{ test: { reporters: [['junit', { name: () => 1 }]] } }`],
    ['a reporter with options in a variable', `{ test: { reporters: [['junit', own]] } }`],
    ['a reporter whose options are spread', `{ test: { reporters: [['junit', { ...own }]] } }`],
    ['a reporter of Jest in Vitest', `{ test: { reporters: ['summary'] } }`],
    ['a reporter of Vitest in Jest', `{ reporters: ['dot'] }`],
    ['a function', '{ test: { coverage: { thresholds: { autoUpdate: (one) => f(one) } } } }'],
    ['a member, which may have a getter', '{ test: { outputFile: base.file } }'],
    ['a template with a variable', '{ test: { outputFile: `${base}/a` } }'],
    ['a concatenation with a variable', `{ test: { outputFile: base + '/a' } }`],
    ['a spread object', '{ test: { coverage: { thresholds: { ...base } } } }'],
    ['a spread list', '{ test: { coverage: { reporter: [...base] } } }'],
    ['an operator on an object', `{ test: { hideSkippedTests: 'a' in base } }`],
    ['a class', '{ test: { outputFile: new Own() } }'],
    ['a call', '{ test: { outputFile: make() } }'],
    ['an assignment', '{ test: { outputFile: (x = 1) } }'],
    ['an increment', '{ test: { outputFile: x++ } }'],
    ['a method', '{ test: { outputFile() {} } }'],
    ['a getter', '{ test: { get outputFile() { return 1; } } }'],
    ['a computed name', '{ test: { [outputFile]: 1 } }'],
    ['the same name elsewhere', `{ test: { deps: { outputFile: 'a' } } }`],
    ['an option of a plugin', `{ plugins: [own({ outputFile: 'a', coverageReporters: [] })] }`],
    ['an option of a plugin that is an object', `{ plugins: [{ outputFile: 'a' }] }`],
    ['spread options', '{ ...base }'],
    ['an empty group that replaces a spread one', `{ test: { ...base, coverage: { reporter: [] } } }`],
    ['an argument of another function', `wrap({ test: { outputFile: 'a' } })`],
  ])('are compared: %s', (_, exported) => {
    for (const [index, found] of ways(exported).entries())
      for (const other of others) expect(found).not.toEqual(ways(other)[index]);
  });

  it('are left out of reporters by their value, so that a reporter that replaces others counts', () => {
    const [found] = ways(`{ test: { ...base, reporters: ['dot'] } }`);
    expect(found).not.toEqual(ways('{ test: { ...base } }')[0]);
  });

  it('are compared if a method may read them', () => {
    const [found] = ways(`{ test: { outputFile: 'a' }, get root() { return this.test.outputFile; } }`);
    expect(found).toEqual({});
  });

  it('are left out of a constant that is exported by default, unless it is used elsewhere', () => {
    const of = (value: string, more = '') =>
      options(`const config = ${value};\n${more}export default config;`, 'jest.config.ts');
    expect(of(`{ coverageReporters: ['a'] }`)).toEqual(of('{}'));
    expect(Object.keys(of('{}'))).toEqual([optionsOf('config')]);
    expect(of('{}', 'use(config);\n')).toEqual({});
    expect(of('{}', 'export { config };\n')).toEqual({});
  });

  it('are left out of CommonJS modules, unless other code in the module uses the exports', () => {
    const of = (value: string, more = '') =>
      options(`const a = 1;\nmodule.exports = ${value};${more}`, 'jest.config.js');
    expect(of('{ a, coverageReporters: [] }')).toEqual(of('{ a }'));
    expect(of('{ a, testTimeout: 1 }')).not.toEqual(of('{ a }'));
    expect(Object.keys(of('{}'))).toEqual([optionsOf('<effects>')]);
    expect(of('{}', '\nuse(module.exports);')).toEqual({});
    expect(of('{}', '\nexports.b = 1;')).toEqual({});
  });

  it.each([
    ['its own', 'jest.config.ts', true],
    ['a preset', 'libs/a/jest.preset.js', true],
    ['one of a kind of tests', 'jest-e2e.ts', true],
    ['one with a longer name', 'unit.jest.config.mts', true],
    ['one of another test runner', 'vitest.config.ts', false],
    ['one of an unknown test runner', 'fake.config.ts', false],
    ['one that is named after two test runners', 'vitest-jest.config.ts', false],
    ['one in a folder with the name', 'jest/unit.config.ts', false],
    ['one whose name only contains the name', 'majestic.config.ts', false],
  ])('of a test runner are left out in its own configurations only: %s', (_, path, isIgnored) => {
    const of = (value: string) => options(`export default { a: 1, ${value} };`, path);
    for (const [one, other] of [
      ['coverageReporters: []', ''],
      [`reporters: ['summary']`, `reporters: ['default']`],
    ] as const) {
      const [before, after] = [of(one), of(other)];
      const isEqual = Object.keys(before).length > 0 && JSON.stringify(before) === JSON.stringify(after);
      expect(isEqual).toBe(isIgnored);
    }
  });

  it('are compared in the configuration of a test runner that lists none', () => {
    const model = readModuleModel(
      `export default { coverageReporters: [] };`,
      'jest.config.ts',
      noRunnerSyntax,
    );
    expect(model.blocks.filter(({ name }) => name.endsWith(optionsOf('')))).toEqual([]);
  });

  it('are not searched for in modules that are no configuration of a test runner', () => {
    expect(options('export default { coverageReporters: [] };', 'src/page.ts')).toEqual({});
  });

  it('are left out only of the compared options, not of the module', () => {
    const of = (value: string) => hashes(`export default { outputFile: ${value} };`, 'vitest.config.ts');
    expect(of('1')['default']).not.toBe(of('2')['default']);
  });
});
