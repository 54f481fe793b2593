import { expect, test } from 'vitest';
import { infer } from './infer-projects.testing';

const testConfig = `import { defineConfig } from 'vitest/config'; export default defineConfig({ test: {} })`;

const shop = { 'shop/package.json': { name: 'shop' }, 'shop/vitest.config.ts': testConfig };

test('a project with a Vitest configuration gets both targets, which are equal', () => {
  const { shop: targets } = infer(shop);
  expect(Object.keys(targets ?? {})).toEqual(['testmon', 'test-affected']);
  expect(targets?.['testmon']).toMatchObject({
    executor: 'nx-testmon:testmon',
    options: { config: 'vitest.config.ts' },
    cache: true,
    outputs: ['{workspaceRoot}/.testmon/records/{projectName}'],
  });
  const { nxTestmon, ...metadata } = targets?.['testmon']?.metadata ?? {};
  expect(nxTestmon).toBe('main');
  expect(targets?.['test-affected']).toEqual({ ...targets?.['testmon'], metadata });
});

test('the targets have the names in the options', () => {
  const { shop: targets } = infer(shop, {
    options: { targetName: 'tia', affectedTargetName: 'tia-affected' },
  });
  expect(Object.keys(targets ?? {})).toEqual(['tia', 'tia-affected']);
  expect(targets?.['tia']?.metadata).toMatchObject({ nxTestmon: 'main' });
});

test('a folder without project.json or a package.json with a name is not a project', () => {
  const config = { 'a/vitest.config.ts': testConfig };
  expect(infer(config)).toEqual({});
  expect(infer({ ...config, 'a/package.json': { type: 'module' } })).toEqual({});
  expect(Object.keys(infer({ ...config, 'a/project.json': {} }))).toEqual(['a']);
  expect(Object.keys(infer({ ...config, 'a/package.json': { nx: { name: 'a' } } }))).toEqual(['a']);
});

test('a project with an invalid project.json still gets targets', () => {
  expect(Object.keys(infer({ 'a/project.json': '{ "targets": ', 'a/vitest.config.ts': testConfig }))).toEqual(
    ['a'],
  );
});

test('a Vite configuration counts by its test settings or by a script that runs Vitest', () => {
  const vite = { 'a/vite.config.ts': 'export default { build: {} }' };
  expect(infer({ ...vite, 'a/package.json': { name: 'a' } })).toEqual({});
  expect(
    infer({ ...vite, 'a/package.json': { name: 'a', scripts: { check: 'tsc && vitest run' } } }),
  ).toHaveProperty('a');
  expect(
    infer({ ...vite, 'a/project.json': { targets: { t: { executor: '@nx/vite:test' } } } }),
  ).toHaveProperty('a');
  expect(
    infer({ 'a/vite.config.ts': 'export default { test: {} }', 'a/package.json': { name: 'a' } }),
  ).toHaveProperty('a');
});

test('a Vite configuration counts if one that it extends configures tests', () => {
  const files = {
    'a/package.json': { name: 'a' },
    'a/vite.config.ts': `import base from '../tools/vite.mjs'; export default base`,
    'tools/vite.mts': `export * as more from './more'; export default {}`,
    'tools/more/index.ts': `export const plugins = []`,
  };
  expect(infer({ ...files, 'tools/vite.mts': `import more from './more'; export default more` })).toEqual({});
  const found = infer({
    ...files,
    'tools/vite.mts': `import './more'`,
    'tools/more/index.ts': 'export default { test: {} }',
  });
  expect(found['a']?.['testmon']?.inputs).toEqual(
    expect.arrayContaining(['{workspaceRoot}/tools/vite.mts', '{workspaceRoot}/tools/more/index.ts']),
  );
});

test('beside a Vite configuration, the Vitest configuration is the one to run', () => {
  const { shop: targets } = infer({ ...shop, 'shop/vite.config.ts': testConfig });
  expect(Object.keys(targets ?? {})).toEqual(['testmon', 'test-affected']);
  expect(targets?.['testmon']?.options).toEqual({ config: 'vitest.config.ts' });
});

test('a workspace file is left for Vitest to find', () => {
  const { a } = infer({ 'a/vitest.workspace.ts': 'export default []', 'a/project.json': {} });
  expect(a?.['testmon']?.options).toEqual({});
});

test('a root that only lists the projects gets no targets unless it is a project in Nx', () => {
  for (const root of [
    { 'vitest.workspace.ts': `export default ['*/vitest.config.ts']` },
    { 'vitest.config.ts': `export default { test: { projects: ['*'] } }` },
  ]) {
    expect(Object.keys(infer({ ...shop, ...root, 'package.json': { name: 'root' } }))).toEqual(['shop']);
    const manifest = { name: 'root', devDependencies: { '@nx/workspace': '23.0.0' }, workspaces: ['*'] };
    expect(Object.keys(infer({ ...shop, ...root, 'package.json': manifest }))).toEqual(['shop']);
    expect(Object.keys(infer({ ...shop, ...root, 'package.json': { name: 'root', nx: {} } }))).toEqual([
      'shop',
      '.',
    ]);
    expect(Object.keys(infer({ ...shop, ...root, 'project.json': {} }))).toEqual(['shop', '.']);
    expect(Object.keys(infer({ ...root, 'package.json': { name: 'root' } }))).toEqual(['.']);
  }
});

test('several configurations give a pair of targets each, distinguished by their names', () => {
  const files = {
    ...shop,
    'shop/vitest.unit.config.ts': testConfig,
    'shop/config/e2e.config.ts': testConfig,
  };
  const { shop: targets } = infer(files, {
    options: { include: ['**/vitest.unit.config.ts', '**/e2e.config.ts'] },
  });
  expect(targets?.['testmon-unit']?.metadata).toMatchObject({ nxTestmon: 'further' });
  expect(targets?.['test-affected-unit']?.metadata).not.toHaveProperty('nxTestmon');
  expect(
    Object.fromEntries(Object.entries(targets ?? {}).map(([name, { options }]) => [name, options])),
  ).toEqual({
    testmon: { config: 'vitest.config.ts' },
    'test-affected': { config: 'vitest.config.ts' },
    'testmon-e2e': { config: 'config/e2e.config.ts' },
    'test-affected-e2e': { config: 'config/e2e.config.ts' },
    'testmon-unit': { config: 'vitest.unit.config.ts' },
    'test-affected-unit': { config: 'vitest.unit.config.ts' },
  });
});

test('the only configuration of a project needs no suffix, whatever its name', () => {
  const files = { 'a/package.json': { name: 'a' }, 'a/vitest.unit.config.ts': testConfig };
  expect(infer(files)).toEqual({});
  expect(Object.keys(infer(files, { options: { include: '**/vitest.unit.config.ts' } })['a'] ?? {})).toEqual([
    'testmon',
    'test-affected',
  ]);
});

test('excluded files and project roots get no targets', () => {
  expect(infer(shop, { options: { exclude: '**/vitest.config.ts' } })).toEqual({});
  expect(infer(shop, { options: { exclude: ['shop'] } })).toEqual({});
});

test('the named input "production" is used if it exists, otherwise "default"', () => {
  expect(infer(shop)['shop']?.['testmon']?.inputs?.slice(0, 2)).toEqual(['default', '^default']);
  const nxJson = { namedInputs: { production: ['default'] } };
  expect(infer(shop, { nxJson })['shop']?.['testmon']?.inputs?.slice(0, 2)).toEqual([
    'default',
    '^production',
  ]);
  expect(infer(shop)['shop']?.['testmon']?.inputs).toContainEqual({ env: 'CI' });
});

test('the named input for dependencies of tests outside of their project is an input if it exists', () => {
  const namedInputs = { testmon: ['{workspaceRoot}/data.json'] };
  const inputsOf = (files: Record<string, object>, nxJson: object = {}) =>
    infer({ ...shop, ...files }, { nxJson })['shop']?.['testmon']?.inputs;
  expect(inputsOf({})).not.toContain('testmon');
  expect(inputsOf({ 'shop/project.json': { namedInputs } })).toContain('testmon');
  expect(inputsOf({ 'shop/package.json': { name: 'shop', nx: { namedInputs } } })).toContain('testmon');
  expect(inputsOf({}, { namedInputs })).toContain('testmon');
});

test('files at the workspace root that Nx reads variables from are inputs', () => {
  const files = ['.env', '.env.*', '.*.env'].map((name) => `{workspaceRoot}/${name}`);
  expect(infer(shop)['shop']?.['testmon']?.inputs).toEqual(expect.arrayContaining(files));
});

test('variables of the environment are inputs, including those that options name', () => {
  const inputsOf = (project: object, nxJson: object = {}) =>
    infer({ ...shop, 'shop/project.json': project }, { nxJson })['shop']?.['testmon']?.inputs;
  expect(inputsOf({})).toEqual(expect.arrayContaining([{ env: 'TZ' }, { env: 'NODE_ENV' }]));
  const named = { options: { environmentVariables: 'DATABASE, REGION' } };
  const both = expect.arrayContaining([{ env: 'DATABASE' }, { env: 'REGION' }]);
  expect(inputsOf({ targets: { testmon: named } })).toEqual(both);
  expect(inputsOf({}, { targetDefaults: { 'nx-testmon:testmon': named } })).toEqual(both);
  expect(inputsOf({}, { targetDefaults: { 'test-affected': named } })).toEqual(both);
  expect(inputsOf({ targets: { testmon: { options: { environmentVariables: ['A'] } } } })).toContainEqual({
    env: 'A',
  });
});

test('the installed Vitest is an input if there is a lockfile; without one Nx would reject it', () => {
  const inputsOf = (files: Record<string, string | object>) => infer(files)['shop']?.['testmon']?.inputs;
  expect(inputsOf({ ...shop, 'pnpm-lock.yaml': '' })).toContainEqual({ externalDependencies: ['vitest'] });
  expect(inputsOf(shop)).not.toContainEqual({ externalDependencies: ['vitest'] });
});

test('inputs of the own test target, and outside files that its configuration names, are inputs too', () => {
  const { shop: targets } = infer({
    'vitest.base.mts': '',
    'shop/vitest.config.ts': `import base from '../vitest.base.mjs'; import none from '../none';`,
    'shop/project.json': {
      targets: { test: { command: 'vitest', inputs: ['default', { env: 'DATABASE_URL' }] } },
    },
  });
  const inputs = targets?.['testmon']?.inputs ?? [];
  expect(inputs).toEqual(
    expect.arrayContaining(['{workspaceRoot}/vitest.base.mts', { env: 'DATABASE_URL' }]),
  );
  expect(inputs.filter((input) => input === 'default')).toHaveLength(1);
});

test('dependsOn and parallelism come from the own test target, with its defaults filled in', () => {
  const files = {
    ...shop,
    'shop/project.json': { targets: { test: { executor: '@nx/vite:test', parallelism: false } } },
  };
  const nxJson = { targetDefaults: { '@nx/vite:test': { dependsOn: ['^build', 'codegen'] } } };
  expect(infer(files, { nxJson })['shop']?.['testmon']).toMatchObject({
    dependsOn: ['^build', 'codegen'],
    parallelism: false,
  });
});

test('a test target that another plugin infers passes on its targetDefaults', () => {
  const nxJson = {
    plugins: ['a', { plugin: '@nx/vite/plugin', options: { testTargetName: 'run-tests' } }],
    targetDefaults: { 'run-tests': { dependsOn: ['^build'] } },
  };
  expect(infer(shop, { nxJson })['shop']?.['testmon']?.dependsOn).toEqual(['^build']);
});

test('a target that depends on the tests of dependencies depends on their testmon target', () => {
  const project = {
    targets: {
      test: { command: 'vitest', dependsOn: ['^test', 'build', { target: 'test', dependencies: true }] },
    },
  };
  const { shop: targets } = infer({ ...shop, 'shop/project.json': project });
  expect(targets?.['testmon']?.dependsOn).toEqual([
    '^testmon',
    'build',
    { target: 'testmon', dependencies: true },
  ]);
  expect(targets?.['test-affected']?.dependsOn?.[0]).toBe('^test-affected');
});

test('variables come from run-commands and from scripts, flags from the command', () => {
  const options = { command: 'vitest run --mode ci', env: { TZ: 'UTC', RETRIES: 2 } };
  const { a, b } = infer({
    'a/vitest.config.ts': testConfig,
    'a/project.json': { targets: { test: { executor: 'nx:run-commands', options } } },
    'b/vitest.config.ts': testConfig,
    'b/package.json': { name: 'b', scripts: { test: 'NODE_ENV=test vitest run' } },
  });
  expect(a?.['testmon']?.options).toEqual({
    config: 'vitest.config.ts',
    mode: 'ci',
    env: { TZ: 'UTC', RETRIES: '2' },
  });
  expect(b?.['testmon']?.options).toEqual({ config: 'vitest.config.ts', env: { NODE_ENV: 'test' } });
});

test('configurations are kept, each with the options that concern the tests', () => {
  const configurations = {
    ci: { watch: false, env: { CI_DB: 'x' } },
    slow: { command: 'vitest run --testTimeout=90000' },
    none: {},
  };
  const { shop: targets } = infer({
    ...shop,
    'shop/project.json': {
      targets: { test: { command: 'vitest', configurations, defaultConfiguration: 'ci' } },
    },
  });
  expect(targets?.['testmon']).toMatchObject({ defaultConfiguration: 'ci' });
  expect(targets?.['testmon']?.configurations).toEqual({
    ci: { env: { CI_DB: 'x' } },
    slow: { testTimeout: '90000' },
    none: {},
  });
});

test('each configuration inherits from the target that names it', () => {
  const scripts = { test: 'A=1 vitest run', 'test:unit': 'A=2 vitest run -c vitest.unit.config.ts' };
  const files = {
    ...shop,
    'shop/package.json': { name: 'shop', scripts },
    'shop/vitest.unit.config.ts': testConfig,
  };
  const { shop: targets } = infer(files, { options: { include: '**/vitest.unit.config.ts' } });
  expect(targets?.['testmon']?.options).toMatchObject({ env: { A: '1' } });
  expect(targets?.['testmon-unit']?.options).toMatchObject({ env: { A: '2' } });
});

test('inheritFrom names the target, and nothing else is considered', () => {
  const scripts = { test: 'A=1 vitest run', check: 'A=3 vitest run' };
  const files = {
    ...shop,
    'shop/package.json': { name: 'shop', scripts, nx: { targets: { check: { dependsOn: ['x'] } } } },
  };
  const target = infer(files, { options: { inheritFrom: 'check' } })['shop']?.['testmon'];
  expect(target).toMatchObject({ dependsOn: ['x'], options: { env: { A: '3' } } });
  expect(infer(files, { options: { inheritFrom: 'none' } })['shop']?.['testmon']?.options).toEqual({
    config: 'vitest.config.ts',
  });
});
