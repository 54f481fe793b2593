import { expect, test } from 'vitest';
import { formatWorkspaceText, parseWorkspaceText } from './workspace-text';

test('a text that names the workspace is the same in each clone', () => {
  const texts = ['/ws', '/a b/$&'].map((root) => formatWorkspaceText(root, `${root}/app/**`));
  expect(texts).toEqual(['<workspace>/app/**', '<workspace>/app/**']);
});

test('it leads back to the path of the workspace, whatever characters are in it', () => {
  for (const root of ['/ws', '/$&/$1', 'C:/a b'])
    expect(parseWorkspaceText(root, formatWorkspaceText(root, `(${root}/a|${root}/b)`))).toBe(
      `(${root}/a|${root}/b)`,
    );
});
