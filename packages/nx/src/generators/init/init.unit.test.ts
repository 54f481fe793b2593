import { readNxJson, type Tree, updateNxJson } from '@nx/devkit';
import { createTreeWithEmptyWorkspace } from '@nx/devkit/testing';
import { createWorkspace } from '@nx-testmon/testing';
import { expect, test, vi } from 'vitest';
import initGenerator from './init';

/** The text of every file of a virtual workspace. */
function contents(tree: Tree, folder = '.'): Record<string, string | null> {
  return Object.assign(
    {},
    ...tree.children(folder).map((child) => {
      const path = folder === '.' ? child : `${folder}/${child}`;
      return tree.isFile(path) ? { [path]: tree.read(path, 'utf-8') } : contents(tree, path);
    }),
  ) as Record<string, string | null>;
}

test('a fresh workspace gets the plugin and the ignored data folder', () => {
  const tree = createTreeWithEmptyWorkspace();
  tree.delete('.gitignore');
  initGenerator(tree);
  expect(readNxJson(tree)?.plugins).toEqual(['nx-testmon']);
  expect(tree.read('.gitignore', 'utf-8')).toBe('.testmon/\n');
});

test('a second run changes nothing', () => {
  const tree = createTreeWithEmptyWorkspace();
  initGenerator(tree);
  const once = contents(tree);
  initGenerator(tree);
  expect(contents(tree)).toEqual(once);
});

test('other plugins and existing options are kept', () => {
  const tree = createTreeWithEmptyWorkspace();
  const plugins = ['@nx/eslint/plugin', { plugin: 'nx-testmon', options: { targetName: 'tia' } }];
  updateNxJson(tree, { ...readNxJson(tree), plugins });
  initGenerator(tree);
  expect(readNxJson(tree)?.plugins).toEqual(plugins);
});

test.each(['.testmon', '/.testmon/', '**/.testmon', '.testmon/**'])(
  '"%s" in .gitignore is sufficient',
  (line) => {
    const tree = createTreeWithEmptyWorkspace();
    tree.write('.gitignore', `dist\n${line}\n`);
    initGenerator(tree);
    expect(tree.read('.gitignore', 'utf-8')).toBe(`dist\n${line}\n`);
  },
);

test('a .gitignore without a last line end, or with Windows line ends, stays well-formed', () => {
  const tree = createTreeWithEmptyWorkspace();
  tree.write('.gitignore', 'dist');
  initGenerator(tree);
  expect(tree.read('.gitignore', 'utf-8')).toBe('dist\n.testmon/\n');

  const windows = createTreeWithEmptyWorkspace();
  windows.write('.gitignore', 'dist\r\n# .testmon/\r\n');
  initGenerator(windows);
  expect(windows.read('.gitignore', 'utf-8')).toBe('dist\r\n# .testmon/\r\n.testmon/\r\n');
});

test('the changes and the next steps are printed after the files are written', async () => {
  const printed = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  try {
    const tree = createTreeWithEmptyWorkspace();
    const done = initGenerator(tree);
    expect(printed).not.toHaveBeenCalled();
    await done();
    const first = printed.mock.calls.map(([chunk]) => String(chunk)).join('');
    expect(first).toMatch(/ready.*nx\.json: added .*\.gitignore: added /s);
    expect(first).toMatch(/npx nx run-many -t testmon .*npx testmon explain <test file>/s);
    printed.mockClear();
    await initGenerator(tree)();
    const second = printed.mock.calls.map(([chunk]) => String(chunk)).join('');
    expect(second).toMatch(/Nothing to do: nx-testmon is set up\..*Next steps/s);
    expect(second).not.toContain(': added ');
  } finally {
    printed.mockRestore();
  }
});

test.each([
  ['tabs', '{\n\t"extends": "nx/presets/npm.json",\n\t"plugins": ["a"]\n}\n', '\n\t\t"nx-testmon"\n\t]\n}'],
  [
    'four spaces',
    '{\n    "neverConnectToCloud": true\n}\n',
    '\n    "plugins": [\n        "nx-testmon"\n    ]\n}',
  ],
  ['Windows line ends', '{\r\n  "plugins": []\r\n}\r\n', '\r\n'],
  ['comments', '{\n  // ours\n  "plugins": [\n    "a" // first\n  ]\n}\n', '// first'],
])('nx.json keeps its formatting: %s', (_name, text, kept) => {
  const tree = createTreeWithEmptyWorkspace();
  tree.write('nx.json', text);
  initGenerator(tree);
  const written = tree.read('nx.json', 'utf-8') ?? '';
  expect(written).toContain(kept);
  expect(written.replaceAll('\r\n', '')).not.toContain(text.includes('\r\n') ? '\n' : '\r');
  const before = text.split(/\r?\n/).filter((line) => !/plugins|first|^\}?$/.test(line));
  for (const line of before) expect(written).toContain(line);
  expect(readNxJson(tree)?.plugins?.at(-1)).toBe('nx-testmon');
});

test('plugins of a file that nx.json extends are kept', () => {
  // Nx reads it from the disk.
  using workspace = createWorkspace({ 'base.json': { plugins: ['a'] } });
  const tree = createTreeWithEmptyWorkspace();
  tree.write('nx.json', JSON.stringify({ extends: workspace.path('base.json') }));
  initGenerator(tree);
  expect(readNxJson(tree)?.plugins).toEqual(['a', 'nx-testmon']);
});
