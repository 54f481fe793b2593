import { expect, test } from 'vitest';
import { findCustomLoader } from './find-custom-loader';

test("Node's own loader without options is not a custom one, whatever else is loaded", () => {
  expect(findCustomLoader(true, '', ['node_modules/left', 'node_modules/tsx-like'])).toBeUndefined();
  expect(
    findCustomLoader(true, '--max-old-space-size=4096 --no-warnings --trace-require-x', []),
  ).toBeUndefined();
});

test('a replaced loader is one', () => {
  expect(findCustomLoader(false, '', [])).toEqual({ kind: 'custom-loader' });
});

test('a package that compiles modules is one, by its name', () => {
  for (const name of ['tsx', 'ts-node', '@swc-node/register', '@babel/register'])
    for (const folder of [
      `node_modules/${name}`,
      `/store/.pnpm/x@1/node_modules/${name}`,
      `libs/a/node_modules/${name}`,
    ])
      expect(findCustomLoader(true, '', ['node_modules/left', folder])).toEqual({
        kind: 'custom-loader',
        subject: name,
      });
});

test('a preload in NODE_OPTIONS is one', () => {
  for (const option of [
    '-r ./a.js',
    '--require=./a.js',
    '--import tsx',
    '--loader x',
    '--experimental-loader=x',
  ])
    expect(findCustomLoader(true, `--no-warnings ${option}`, [])).toEqual({
      kind: 'custom-loader',
      subject: 'NODE_OPTIONS',
    });
});
