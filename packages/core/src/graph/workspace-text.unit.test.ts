import { expect, test } from 'vitest';
import { formatWorkspaceText, parseWorkspaceText } from './workspace-text';

test('a text that contains the workspace path is the same in each clone', () => {
  const texts = ['/ws', '/a b/$&'].map((root) => formatWorkspaceText(root, `${root}/app/**`));
  expect(texts).toEqual(['<workspace>/app/**', '<workspace>/app/**']);
});

test('parsing it inserts the path of the workspace, whatever characters it contains', () => {
  for (const root of ['/ws', '/$&/$1', 'C:/a b'])
    expect(parseWorkspaceText(root, formatWorkspaceText(root, `(${root}/a|${root}/b)`))).toBe(
      `(${root}/a|${root}/b)`,
    );
});
