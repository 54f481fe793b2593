import { createWorkspace } from '@nx-testmon/testing';
import { expect, test } from 'vitest';
import { findProgram, findTestmon } from './find-program.mts';

const manifest = (bin: unknown) => ({ name: 'tool', bin });

test('a program is found in the folder and in the folders above it', () => {
  const workspace = createWorkspace({
    'node_modules/tool/package.json': manifest({ tool: 'bin/tool.js' }),
    'a/node_modules/tool/package.json': manifest('./own.js'),
    'b/package.json': {},
  });
  expect(findProgram(workspace.path('b'), 'tool', 'tool')).toBe(
    workspace.path('node_modules/tool/bin/tool.js'),
  );
  expect(findProgram(workspace.path('a'), 'tool', 'tool')).toBe(workspace.path('a/node_modules/tool/own.js'));
});

test('a program that a package does not have is not found', () => {
  const workspace = createWorkspace({ 'node_modules/tool/package.json': manifest({ tool: 'tool.js' }) });
  expect(findProgram(workspace.root, 'tool', 'other')).toBeUndefined();
  expect(findProgram(workspace.root, 'no-such-tool', 'tool')).toBeUndefined();
});

test('the command line of this repository is found', () => {
  expect(findTestmon()).toMatch(/[\\/]bin\.js$/);
});
