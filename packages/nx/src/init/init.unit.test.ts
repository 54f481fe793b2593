import { readNxJson, type Tree, updateNxJson } from '@nx/devkit';
import { createTreeWithEmptyWorkspace } from '@nx/devkit/testing';
import { expect, test, vi } from 'vitest';
import initGenerator from './init';

/** Text of every file of a virtual workspace. */
function contents(tree: Tree, folder = '.'): Record<string, string | null> {
  return Object.assign(
    {},
    ...tree.children(folder).map((child) => {
      const path = folder === '.' ? child : `${folder}/${child}`;
      return tree.isFile(path) ? { [path]: tree.read(path, 'utf-8') } : contents(tree, path);
    }),
  ) as Record<string, string | null>;
}

test('a fresh workspace gets the plugin and the ignored data folder', async () => {
  const tree = createTreeWithEmptyWorkspace();
  tree.delete('.gitignore');
  await initGenerator(tree, { skipFormat: true });
  expect(readNxJson(tree)?.plugins).toEqual(['nx-testmon']);
  expect(tree.read('.gitignore', 'utf-8')).toBe('.testmon/\n');
});

test('a second run changes nothing', async () => {
  const tree = createTreeWithEmptyWorkspace();
  await initGenerator(tree, { skipFormat: true });
  const once = contents(tree);
  await initGenerator(tree, { skipFormat: true });
  expect(contents(tree)).toEqual(once);
});

test('other plugins and existing options are kept', async () => {
  const tree = createTreeWithEmptyWorkspace();
  const plugins = ['@nx/eslint/plugin', { plugin: 'nx-testmon', options: { targetName: 'tia' } }];
  updateNxJson(tree, { ...readNxJson(tree), plugins });
  await initGenerator(tree, { skipFormat: true });
  expect(readNxJson(tree)?.plugins).toEqual(plugins);
});

test.each(['.testmon', '/.testmon/', '**/.testmon', '.testmon/**'])(
  '"%s" in .gitignore is enough',
  async (line) => {
    const tree = createTreeWithEmptyWorkspace();
    tree.write('.gitignore', `dist\n${line}\n`);
    await initGenerator(tree, { skipFormat: true });
    expect(tree.read('.gitignore', 'utf-8')).toBe(`dist\n${line}\n`);
  },
);

test('a .gitignore without a last line end, or with those of Windows, stays well-formed', async () => {
  const tree = createTreeWithEmptyWorkspace();
  tree.write('.gitignore', 'dist');
  await initGenerator(tree, { skipFormat: true });
  expect(tree.read('.gitignore', 'utf-8')).toBe('dist\n.testmon/\n');

  const windows = createTreeWithEmptyWorkspace();
  windows.write('.gitignore', 'dist\r\n# .testmon/\r\n');
  await initGenerator(windows, { skipFormat: true });
  expect(windows.read('.gitignore', 'utf-8')).toBe('dist\r\n# .testmon/\r\n.testmon/\r\n');
});

test('what to try next is printed once the files are written', async () => {
  const printed = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  try {
    const done = await initGenerator(createTreeWithEmptyWorkspace(), { skipFormat: true });
    expect(printed).not.toHaveBeenCalled();
    done();
    const text = printed.mock.calls.map(([chunk]) => String(chunk)).join('');
    expect(text).toMatch(/npx nx run-many -t testmon .*npx testmon explain <test file>/s);
  } finally {
    printed.mockRestore();
  }
});
