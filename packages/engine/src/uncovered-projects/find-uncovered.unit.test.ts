import { describe, expect, test } from 'vitest';
import { testRunners } from '../test-runners/test-runners';
import { findUncovered, type ProjectSigns } from './find-uncovered';

const nothing: ProjectSigns = {
  name: 'app',
  root: 'apps/app',
  targets: {},
  scripts: {},
  packages: [],
  files: [],
};

function find(signs: Partial<ProjectSigns>) {
  return findUncovered({ ...nothing, ...signs }, testRunners);
}

/** The result for a script named `test`. */
function ofScript(test: string) {
  const found = find({ scripts: { test } });
  return found && ('runner' in found ? `${found.kind}: ${found.runner}` : found.kind);
}

test('a project without signs of tests is not listed', () => {
  expect(find({})).toBeUndefined();
  expect(
    find({
      targets: { build: { executor: '@nx/js:tsc' }, lint: { command: 'eslint .' }, e2e: {} },
      scripts: { build: 'tsc -b', dev: 'vite' },
      packages: ['vite', 'mochawesome'],
      files: ['package.json', 'vite.config.ts', 'tsconfig.spec.json', 'README.md'],
    }),
  ).toBeUndefined();
});

describe('a target', () => {
  test.each([
    ['@angular/build:unit-test', "Angular's unit test builder"],
    ['@nx/angular:unit-test', "Angular's unit test builder"],
    ['@angular/build:karma', 'Karma'],
    ['@angular-devkit/build-angular:karma', 'Karma'],
    ['@nx/cypress:cypress', 'Cypress'],
    ['@nx/playwright:playwright', 'Playwright'],
  ])('with the executor %s has tests of %s', (executor, runner) => {
    expect(find({ targets: { build: { executor: '@nx/js:tsc' }, check: { executor } } })).toMatchObject({
      kind: 'unsupported-test-runner',
      project: 'app',
      runner,
      sign: 'target check',
      runners: testRunners.map(({ title }) => title),
    });
  });

  test.each([
    [{ command: 'playwright test' }, 'Playwright'],
    [{ executor: 'nx:run-commands', options: { command: 'cypress run' } }, 'Cypress'],
    [{ executor: 'nx:run-commands', options: { commands: ['tsc', { command: 'mocha' }] } }, 'Mocha'],
  ])('with the command of %j has tests of %s', (target, runner) => {
    expect(find({ targets: { e2e: target } })).toMatchObject({ runner, sign: 'target e2e' });
  });

  test('of a supported test runner has no configuration that is found', () => {
    const targets = { check: { executor: '@nx/vite:test', options: { configFile: 'unit.ts' } } };
    expect(find({ targets })).toMatchObject({
      kind: 'no-test-configuration',
      runner: 'Vitest',
      sign: 'target check',
    });
  });

  test('with the usual name of a test target is listed with the program that it runs', () => {
    const gradle = { test: { executor: '@nx/gradle:gradle', options: { taskName: ':app:test' } } };
    expect(find({ targets: gradle })).toMatchObject({
      kind: 'unknown-test-command',
      sign: 'target test',
      command: '@nx/gradle:gradle',
    });
    expect(find({ targets: { test: { command: 'bash test.sh' } } })).toMatchObject({
      command: 'bash test.sh',
    });
  });

  test('that runs a script is listed by the script, and one that starts other targets by these', () => {
    const script = { executor: 'nx:run-script', options: { script: 'test' } };
    expect(find({ targets: { test: script } })).toBeUndefined();
    expect(find({ targets: { test: { executor: 'nx:noop' } } })).toBeUndefined();
    expect(find({ targets: { test: { command: 'nx run app:testmon' } } })).toBeUndefined();
  });
});

describe('the script', () => {
  test.each([
    ['mocha', 'unsupported-test-runner: Mocha'],
    ['TZ=UTC nyc ./node_modules/.bin/_mocha --recursive', 'unsupported-test-runner: Mocha'],
    ['npm run build && ava', 'unsupported-test-runner: AVA'],
    ['tap run', 'unsupported-test-runner: tap'],
    ['node node_modules/jasmine/bin/jasmine.js', 'unsupported-test-runner: Jasmine'],
    ['karma start karma.conf.js --single-run', 'unsupported-test-runner: Karma'],
    ['ng test', 'unsupported-test-runner: the Angular CLI'],
    ['bun test', 'unsupported-test-runner: bun test'],
    ['bun --hot test', 'unsupported-test-runner: bun test'],
    ['start-server-and-test dev 3000 "cypress run"', 'unknown-test-command'],
    ['playwright test --project=chromium', 'unsupported-test-runner: Playwright'],
    ['vitest run', 'no-test-configuration: Vitest'],
    ['tsc && jest --ci', 'no-test-configuration: Jest'],
    ['tsc && node --test dist', 'test-script-with-steps: node:test'],
    ['npm run build; TZ=UTC node --test', 'test-script-with-steps: node:test'],
    ['tsx test.ts', 'unknown-test-command'],
    ['make test', 'unknown-test-command'],
    ['pnpm exec my-tests', 'unknown-test-command'],
  ])('%s is listed as %s', (script, kind) => {
    expect(ofScript(script)).toBe(kind);
  });

  test.each([
    'echo "Error: no test specified" && exit 1',
    'exit 0',
    'npm run test:unit',
    'pnpm -r test',
    'turbo run test',
    'npx nx run-many -t test',
    'testmon run',
    'npm install mocha',
  ])('%s does not run its own tests', (script) => {
    expect(find({ scripts: { test: script } })).toBeUndefined();
  });

  test('with another name counts if it runs a known test runner', () => {
    expect(find({ scripts: { 'check:unit': 'mocha' } })).toMatchObject({ sign: 'script check:unit' });
    for (const script of ['make test', 'playwright install', 'karma --version', 'bun run test'])
      expect(find({ scripts: { check: script } })).toBeUndefined();
  });

  test('test comes before others, and a supported test runner before an unsupported one', () => {
    expect(find({ scripts: { a: 'ava', test: 'mocha' } })).toMatchObject({ runner: 'Mocha' });
    expect(find({ scripts: { test: 'playwright test', unit: 'jest' } })).toMatchObject({ runner: 'Jest' });
  });
});

describe('a file or package', () => {
  test.each([
    ['playwright.config.ts', 'Playwright'],
    ['cypress.config.js', 'Cypress'],
    ['.mocharc.yml', 'Mocha'],
    ['.mocharc', 'Mocha'],
    ['karma.conf.js', 'Karma'],
    ['ava.config.mjs', 'AVA'],
    ['.taprc', 'tap'],
  ])('%s shows tests of %s', (file, runner) => {
    expect(find({ files: ['package.json', file] })).toMatchObject({
      kind: 'unsupported-test-runner',
      runner,
      sign: `file ${file}`,
    });
  });

  test('a configuration of a supported test runner without a target was excluded', () => {
    expect(find({ files: ['jest.config.ts', 'project.json'] })).toMatchObject({
      kind: 'configuration-without-target',
      sign: 'file jest.config.ts',
    });
  });

  test('a package is a sign of tests in a project, but not at the workspace root', () => {
    expect(find({ packages: ['mocha'] })).toMatchObject({ runner: 'Mocha', sign: 'package mocha' });
    expect(find({ root: '.', packages: ['mocha'] })).toBeUndefined();
  });
});

test('a workspace root that runs the tests of its projects is not listed', () => {
  const root = { root: '.', files: ['vitest.config.ts'], scripts: { test: 'vitest run' } };
  expect(find(root)).toBeUndefined();
  expect(find({ ...root, scripts: { test: 'ng test' } })).toMatchObject({ runner: 'the Angular CLI' });
});
