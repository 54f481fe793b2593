import { expect, it } from 'vitest';
import { requestOfCommand, requestOfSpawn, requestOfSync } from './requested-start';

const env = { A: '1', B: '2' };
const more = { ...env, C: '3' };

it('reads what `spawnSync` and `execFileSync` would start, and keeps the other options', () => {
  const options = { cwd: '/w', env, encoding: 'utf8' };
  const found = requestOfSync(['node', ['cli.js'], options]);
  expect(found?.start).toEqual({ file: 'node', args: ['cli.js'], env, cwd: '/w' });
  expect(found?.withEnvironment(more)).toEqual(['node', ['cli.js'], { ...options, env: more }]);
  expect(options.env).toBe(env);
  expect(requestOfSync(['node', options])?.withEnvironment(more)).toEqual([
    'node',
    [],
    { ...options, env: more },
  ]);
  expect(requestOfSync(['node', undefined, options])?.start.cwd).toBe('/w');
  expect(requestOfSync(['node'])?.start).toMatchObject({ args: [], cwd: process.cwd() });
});

it('keeps inherited options and variables', () => {
  const options = Object.create({ cwd: '/w' }) as { env: object };
  options.env = Object.create(env, { D: { value: '4', enumerable: true } }) as object;
  const found = requestOfSync(['node', ['cli.js'], options]);
  expect(found?.start).toEqual({ file: 'node', args: ['cli.js'], env: { ...env, D: '4' }, cwd: '/w' });
  expect((found?.withEnvironment(more)[2] as { cwd: string }).cwd).toBe('/w');
});

it('reads a command line as one for the shell', () => {
  const shell = { file: '/bin/sh', args: ['-c', 'node cli.js'], env, cwd: '/w' };
  expect(requestOfCommand(['node cli.js', { env, cwd: '/w' }])?.start).toEqual(shell);
  expect(requestOfSync(['node', ['cli.js'], { env, cwd: '/w', shell: true }])?.start).toEqual(shell);
  expect(requestOfCommand(['node cli.js', { shell: '/bin/bash' }])).toBeUndefined();
  expect(requestOfSync(['node', [], { shell: 'zsh' }])).toBeUndefined();
});

it('reads what `ChildProcess` would start', () => {
  const options = {
    file: 'node',
    args: ['node', 'cli.js'],
    envPairs: ['A=1', 'B=2='],
    cwd: '/w',
    stdio: 'pipe',
  };
  const found = requestOfSpawn([options]);
  expect(found?.start).toEqual({ file: 'node', args: ['cli.js'], env: { A: '1', B: '2=' }, cwd: '/w' });
  expect(found?.withEnvironment({ A: '1', C: '3' })).toEqual([{ ...options, envPairs: ['A=1', 'C=3'] }]);
});

it('reads nothing else', () => {
  expect(requestOfSync([1, []])).toBeUndefined();
  expect(requestOfSync(['node', [1]])).toBeUndefined();
  expect(requestOfSync(['node', [], () => 1])).toBeUndefined();
  expect(requestOfSync(['node', [], { cwd: 1 }])).toBeUndefined();
  expect(requestOfCommand([1])).toBeUndefined();
  expect(requestOfSpawn([])).toBeUndefined();
  expect(requestOfSpawn([{ file: 'node', args: [] }])).toBeUndefined();
});
