import { describe, expect, test } from 'vitest';
import { findConfigurationEdits, findPlatformEdits } from './added-file-edits.mts';
import { findEnvironmentFileEdits, findVariableEdits } from './environment-edits.mts';
import { findSourceEdits } from './source-edits.mts';
import { scanWorkspace } from './scan-workspace.mts';
import type { WorkspaceFile } from './workspace-files.mts';

const texts: Readonly<Record<string, string>> = {
  'libs/app/jest.config.js': `module.exports = { haste: { platforms: ['ios', "android"] } };`,
  'libs/web/vitest.config.mts': `export default { resolve: { extensions: ['.web.ts', '.ts'] } };`,
  'libs/app/src/card.ts': `export const twice = (a: number) => a * 2;
export const url = () => process.env.API_URL ?? process.env['API_HOST'];
const { LEVEL = 'low' } = process.env;`,
  'libs/app/src/card.test.ts': `expect(String(twice)).toBe(''); 'CLOSED' in process.env; import.meta.env.MODE_OF;`,
  'libs/web/src/page.ts': `export const page = process.env.API_URL;`,
};
const roles: Readonly<Record<string, WorkspaceFile['role']>> = {
  'libs/app/jest.config.js': 'config',
  'libs/web/vitest.config.mts': 'config',
  'libs/app/src/card.test.ts': 'test',
};
const files = Object.keys(texts).map((path): WorkspaceFile => ({ path, role: roles[path] ?? 'source' }));
const scan = scanWorkspace(files, (path) => texts[path] ?? '');
const nothing = () => false;

describe('variables and function texts', () => {
  test('variables are found in every notation, with all files that read them', () => {
    const edits = findVariableEdits(scan);
    expect(edits.map(({ variable }) => variable)).toEqual([
      'API_HOST',
      'API_URL',
      'CLOSED',
      'LEVEL',
      'MODE_OF',
    ]);
    expect(edits[1]?.readBy).toEqual(['libs/app/src/card.ts', 'libs/web/src/page.ts']);
  });

  test('an edit of a function that is turned into text changes the text, but not what the function does', () => {
    const file = 'libs/app/src/card.ts';
    const edits = findSourceEdits(file, texts[file] ?? '', scan).filter(
      ({ kind }) => kind === 'function-text',
    );
    expect(edits.map(({ replacement, line }) => [replacement, line])).toEqual([
      ['/* oracle */ ', 1],
      ['!1 || ', 1],
    ]);
  });
});

describe('added files', () => {
  test('a module gets a file for each platform of its own project', () => {
    const added = (path: string) =>
      findPlatformEdits({ path, role: 'source' }, scan, nothing).map((edit) => edit.added);
    expect(added('libs/app/src/card.ts')).toEqual([
      'libs/app/src/card.ios.ts',
      'libs/app/src/card.android.ts',
    ]);
    expect(added('libs/web/src/page.ts')).toEqual(['libs/web/src/page.web.ts']);
    expect(added('libs/other/src/page.ts')).toEqual([]);
  });

  test('a project gets the configurations that its test runner looks for and that it does not have', () => {
    const isThere = (path: string) => path === 'libs/app/.env';
    const edits = findConfigurationEdits('libs/app/package.json', scan, isThere);
    const names = edits.map(({ added }) => added.slice('libs/app/'.length));
    expect(names).toEqual(expect.arrayContaining(['babel.config.cjs', 'src/tsconfig.json', '.env.local']));
    expect(names).not.toContain('.env');
    expect(names).not.toContain('postcss.config.cjs');
    expect(edits.find(({ added }) => added.endsWith('.env.local'))?.text).toContain('API_URL=oracle\n');
  });
});

test('a variable of a .env file is changed or deleted', () => {
  const text = '# a comment\nA=1\n\nB=2\n';
  const applied = findEnvironmentFileEdits('libs/app/.env', text).map(
    ({ from, to, replacement }) => text.slice(0, from) + replacement + text.slice(to),
  );
  expect(applied).toEqual([
    '# a comment\nA=1oracle\n\nB=2\n',
    '# a comment\n\nB=2\n',
    '# a comment\nA=1\n\nB=2oracle\n',
    '# a comment\nA=1\n\n',
  ]);
});
