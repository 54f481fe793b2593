import { expect, test } from 'vitest';
import { findOutputs, isOutput } from './find-outputs';

function outputsOf(outputs: readonly string[], options = {}, root = 'libs/a'): string[] {
  const targets = { build: { executor: 'x', options, outputs } };
  return findOutputs({ nodes: { a: { data: { root, targets } } }, dependencies: {} });
}

test('tokens are replaced, and paths are relative to the workspace root', () => {
  const outputs = [
    '{projectRoot}/dist',
    '{workspaceRoot}/coverage/{projectRoot}',
    '{workspaceRoot}/out/{projectName}.js',
    '{options.outputPath}',
    'reports/',
  ];
  expect(outputsOf(outputs, { outputPath: 'dist/libs/a' })).toEqual([
    'coverage/libs/a',
    'dist/libs/a',
    'libs/a/dist',
    'out/a.js',
    'reports',
  ]);
});

test('unknown outputs and those outside of the workspace are left out', () => {
  expect(
    outputsOf(['{options.outputPath}', '{projectRoot}/{unknown}', '!{projectRoot}/dist', '../x']),
  ).toEqual([]);
});

test.each(['{projectRoot}', '{projectRoot}/**/*', '{projectRoot}/src', '{workspaceRoot}', 'libs', '**'])(
  'sources are watched although %s is an output of a target',
  (output) => {
    expect(outputsOf([output])).toEqual([]);
  },
);

test('in a project at the workspace root, sources are watched and outputs are not', () => {
  expect(outputsOf(['{projectRoot}/dist', '{projectRoot}/**'], {}, '.')).toEqual(['dist']);
});

test('a path is an output if it is one or is in one', () => {
  const isOne = isOutput(['libs/a/dist', 'out/*.js']);
  expect(['libs/a/dist', 'libs/a/dist/.x/y.js', 'out/a.js'].map(isOne)).toEqual([true, true, true]);
  expect(['libs/a/dist2', 'libs/a/src/dist.ts', 'out/a.ts'].map(isOne)).toEqual([false, false, false]);
  expect(isOutput([])('libs/a/dist')).toBe(false);
});
