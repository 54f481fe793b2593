import { join } from 'node:path';
import { createWorkspace, repository, type WorkspaceContent } from '@nx-testmon/testing';
import { expect, it, onTestFinished } from 'vitest';
import { readsWholeText } from './reads-whole-text';

function answer(transformer: string, files: WorkspaceContent = {}, options: Record<string, unknown> = {}) {
  const workspace = createWorkspace({ 'src/a.ts': '', ...files });
  onTestFinished(() => workspace[Symbol.dispose]());
  const path = join(repository, 'node_modules', transformer, 'index.js');
  return readsWholeText({ path, options }, { path: workspace.path('src/a.ts'), cwd: workspace.root });
}

const own = 'module.exports = () => ({ visitor: {} });';
const babelConfig = (config: string) => ({ 'babel.config.js': `module.exports = ${config};`, 'own.js': own });

it('a transformer of the project may read all of a text', () => {
  const file = { path: '/w/a.ts', cwd: '/w' };
  expect(readsWholeText({ path: '/w/own.js', options: {} }, file)).toBe(true);
});

it.each<[boolean, string, WorkspaceContent, Record<string, unknown>]>([
  [true, 'some-transformer', {}, {}],
  [false, 'ts-jest', {}, { isolatedModules: true }],
  [true, 'ts-jest', {}, { astTransformers: { before: ['./own'] } }],
  [false, '@swc/jest', {}, { jsc: { target: 'es2022' } }],
  [true, '@swc/jest', {}, { jsc: { experimental: { plugins: [['own', {}]] } } }],
  [true, '@swc/jest', { '.swcrc': { jsc: { experimental: { plugins: [['own', {}]] } } } }, {}],
  [false, 'babel-jest', {}, {}],
  [false, 'babel-jest', babelConfig('{ compact: false }'), { excludeJestPreset: true }],
  [true, 'babel-jest', babelConfig("{ plugins: ['./own.js'] }"), {}],
  [true, 'babel-jest', babelConfig("{ presets: ['./own.js'] }"), {}],
  [true, 'babel-jest', babelConfig('{ plugins: [() => ({ visitor: {} })] }'), {}],
  [true, 'babel-jest', babelConfig('{'), {}],
])('%s: %s', (expected, transformer, files, options) => {
  expect(answer(transformer, files, options)).toBe(expected);
});
