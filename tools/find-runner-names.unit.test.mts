import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { testRunners } from '@nx-testmon/engine/test-runners';
import { describe, expect, test } from 'vitest';
import { findRunnerNames } from './find-runner-names.mts';
import { readPackages } from './read-packages.mts';

const repository = dirname(import.meta.dirname);
const packages = join(repository, 'packages');

/** Packages with one test runner each. */
const ofRunners = readPackages(repository)
  .filter(({ layer }) => layer === 'runner')
  .map(({ folder }) => folder);

/** `node` alone is left out, because it has other meanings. */
const names = [
  ...new Set(
    [...testRunners.flatMap((runner) => [...runner.packages, runner.title]), ...ofRunners, 'node --test'].map(
      (name) => name.toLowerCase(),
    ),
  ),
];

/** Files that may name a test runner, each with the reason. */
const exceptions: Readonly<Record<string, string>> = {
  'engine/src/test-runners/test-runners.ts': 'the list of the test runners',
  'core/src/fallback/fallback-text.ts': 'advice for people, who know their test runner by its name',
  'core/src/fallback/run-fallbacks.ts': 'the same',
  'core/src/fallback/traced-fallbacks.ts': 'the same',
  'graph/src/files/source-file-matcher.ts': 'names that tests and configurations have by convention',
  'graph/src/model/references/untraceable-packages.ts':
    'a model is made of the text of a module, for all test runners alike: uses of public packages',
  'runner/src/function-text/watch-stack-reads.ts': 'public packages that are used under any test runner',
  'runner/src/reads/reduce/variable-names.ts': 'variables for which packages ask under any test runner',
};

const sources = readdirSync(packages)
  .filter((name) => !ofRunners.includes(name))
  .flatMap((name) =>
    readdirSync(join(packages, name, 'src'), { encoding: 'utf8', recursive: true }).map(
      (path) => `${name}/src/${path.replaceAll('\\', '/')}`,
    ),
  )
  .filter((path) => /\.m?ts$/.test(path) && !/\.(test|testing)\.m?ts$/.test(path));

const naming = new Map(
  sources.flatMap((path) => {
    const lines = findRunnerNames(readFileSync(join(packages, path), 'utf8'), names);
    return lines.length === 0 ? [] : [[path, lines] as const];
  }),
);

test('each package of the layer of test runners contains one test runner', () => {
  expect(ofRunners).toHaveLength(testRunners.length);
});

describe('the name of a test runner', () => {
  test('does not occur in code outside its package', () => {
    expect(sources.length).toBeGreaterThan(300);
    expect([...naming].filter(([path]) => !(path in exceptions))).toEqual([]);
  });

  test('occurs in each excepted file', () => {
    expect(Object.keys(exceptions).filter((path) => !naming.has(path))).toEqual([]);
  });
});

test('names are found in identifiers, strings, templates and regular expressions, but not in comments', () => {
  const text = [
    "import { jestRunner } from './runners';",
    '/** Vitest. */',
    'const one = /vitest/; // Jest',
    'const two = `a',
    '${one} Vitest`;',
    "const three = 'node --test';",
    '/* Jest */',
    "export const four = 'node';",
  ].join('\n');
  expect(findRunnerNames(text, ['vitest', 'jest', 'node --test'])).toEqual([1, 3, 5, 6]);
});
