import { pathToFileURL } from 'node:url';
import { createWorkspace, type TestWorkspace } from '@nx-testmon/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { InstrumentedNodeLoads } from './instrument-node-loads';

let workspace: TestWorkspace;
beforeEach(() => {
  workspace = createWorkspace({});
});
afterEach(() => workspace[Symbol.dispose]());

/** The paths of modules that are treated as those of the workspace, after all URLs were loaded. */
function ownModules(root: string, urls: (root: string) => readonly string[]): string[] {
  const workspaceRoot = workspace.path(root);
  for (const file of ['src/a.js', 'node_modules/left/a.js', 'src/node_modules/left/a.js'])
    workspace.write({ [`${root}/${file}`]: 'exports.a = 1;' });
  const loads = new InstrumentedNodeLoads({
    workspaceRoot,
    openInstrumenter: () => {
      throw new Error('no module is to get probes');
    },
    isWithoutProbes: () => true,
    untraced: (work) => work(),
  });
  for (const url of urls(pathToFileURL(workspaceRoot).href)) loads.change(url, { source: 'exports.a = 1;' });
  return Object.keys(loads.texts.all);
}

test('a module of a package is not one of the workspace, however its URL is written', () => {
  const urls = (root: string) => [
    'node:fs',
    `${root}/src/a.js`,
    `${root}/node_modules/left/a.js`,
    `${root}/node_modules/left/a.js?v=1`,
    `${root}/node_modules/le%66t/a.js`,
    `${root}/src/node_modules/left/a.js`,
    `${root}-other/src/a.js`,
  ];
  expect(ownModules('w', urls)).toEqual(['src/a.js']);
});

test.each([
  ['of a workspace in a folder of packages', 'node_modules/w', 'src/a.js'],
  ['of a workspace whose name is escaped', 'a w', 'src/a.js'],
  ['by way of a package', 'w', 'node_modules/left/../../src/a.js'],
  ['with the name of a folder of packages in its query', 'w', 'src/a.js?from=/node_modules/left/a.js'],
])('a module %s is one of the workspace', (_, root, path) => {
  expect(ownModules(root, (url) => [`${url}/${path}`])).toEqual(['src/a.js']);
});

// The memory of a process can't be read at its first address.
test.skipIf(process.platform !== 'linux')(
  'the text of a module that can not be read differs from every content (only on Linux)',
  () => {
    workspace.link('w/src/unreadable.js', '/proc/self/mem');
    const loads = new InstrumentedNodeLoads({
      workspaceRoot: workspace.path('w'),
      openInstrumenter: () => {
        throw new Error('no module is to get probes');
      },
      isWithoutProbes: () => true,
      untraced: (work) => work(),
    });
    for (const name of ['unreadable', 'missing'])
      loads.change(pathToFileURL(workspace.path(`w/src/${name}.js`)).href, { source: '' });
    expect(loads.texts.all).toEqual({ 'src/unreadable.js': ['unknown'] });
  },
);
