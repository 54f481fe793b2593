import { expect, test } from 'vitest';
import { infer } from './infer-projects.testing';

const config = `export default { displayName: 'a', preset: '../jest.preset.js' };`;

test('a project with a Jest configuration gets both targets', () => {
  const { a: targets } = infer({
    'a/project.json': { name: 'a' },
    'a/jest.config.ts': config,
    'jest.preset.js': '',
    'package-lock.json': '{}',
  });
  expect(Object.keys(targets ?? {})).toEqual(['testmon', 'test-affected']);
  expect(targets?.['testmon']).toMatchObject({
    executor: 'nx-testmon:testmon',
    options: { config: 'jest.config.ts', testRunner: 'jest' },
    metadata: { technologies: ['jest'] },
  });
  expect(targets?.['testmon']?.inputs).toContainEqual('{workspaceRoot}/jest.preset.js');
  expect(targets?.['testmon']?.inputs).toContainEqual({ externalDependencies: ['jest'] });
});

test('a package.json counts if it contains a configuration of Jest', () => {
  const found = infer({
    'a/package.json': { name: 'a', jest: { testEnvironment: 'node' } },
    'b/package.json': { name: 'b', scripts: { test: 'jest' } },
  });
  expect(Object.keys(found)).toEqual(['a']);
  expect(found['a']?.['testmon']?.options).toEqual({ config: 'package.json', testRunner: 'jest' });
});

test('a project with configurations of both test runners has targets for both', () => {
  const { a: targets } = infer({
    'a/package.json': { name: 'a' },
    'a/jest.config.js': '',
    'a/vitest.config.ts': '',
  });
  expect(Object.keys(targets ?? {})).toEqual([
    'testmon',
    'test-affected',
    'testmon-jest',
    'test-affected-jest',
  ]);
  expect(targets?.['testmon']?.options).toEqual({ config: 'vitest.config.ts' });
  expect(targets?.['testmon-jest']?.options).toEqual({ config: 'jest.config.js', testRunner: 'jest' });
});

test('a Vite configuration that builds leaves the tests to Jest', () => {
  const { a: targets } = infer({
    'a/package.json': { name: 'a' },
    'a/jest.config.js': '',
    'a/vite.config.ts': 'export default { build: {} }',
  });
  expect(targets?.['testmon']?.options).toEqual({ config: 'jest.config.js', testRunner: 'jest' });
});

test('a configuration at the root that only lists the projects gets no targets', () => {
  const found = infer({
    'package.json': { name: 'root' },
    'jest.config.ts': `export default async () => ({ projects: await getJestProjectsAsync() });`,
    'a/package.json': { name: 'a' },
    'a/jest.config.ts': config,
  });
  expect(Object.keys(found)).toEqual(['a']);
});

test('dependsOn, env, configurations and flags come from the target that runs Jest', () => {
  const { a: targets } = infer({
    'a/jest.config.ts': config,
    'a/project.json': {
      name: 'a',
      targets: {
        test: {
          executor: '@nx/jest:jest',
          dependsOn: ['^build'],
          options: { jestConfig: 'a/jest.config.ts', passWithNoTests: true, codeCoverage: true },
          configurations: { ci: { ci: true, codeCoverage: true } },
        },
      },
    },
  });
  expect(targets?.['testmon']).toMatchObject({
    dependsOn: ['^build'],
    options: { config: 'jest.config.ts', testRunner: 'jest', passWithNoTests: true },
    configurations: { ci: { ci: true } },
  });
  expect(targets?.['testmon']?.options).not.toHaveProperty('codeCoverage');
});

test("the target that Jest's plugin infers is recognized by its name", () => {
  const nxJson = {
    plugins: [{ plugin: '@nx/jest/plugin', options: { targetName: 'spec' } }],
    targetDefaults: { spec: { dependsOn: ['^build'] } },
  };
  const { a: targets } = infer({ 'a/project.json': { name: 'a' }, 'a/jest.config.ts': config }, { nxJson });
  expect(targets?.['testmon']?.dependsOn).toEqual(['^build']);
});
