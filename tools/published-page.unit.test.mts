import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { hasCloneParts, publishedPage } from './published-page.mts';

const root = dirname(import.meta.dirname);
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

describe.each(['README.md', 'docs/getting-started.md'])('the published %s', (file) => {
  const published = publishedPage(read(file));

  test('installs from the registry and needs no clone', () => {
    expect(read(file)).toContain('npm run pack');
    expect(published).toMatch(/^npm install -D nx-testmon\b/m);
    expect(published).toContain('npx nx g nx-testmon:init');
    expect(published).not.toMatch(
      /npm run (pack|demo)|npm test|\bclone of this repository|\.tgz|in a clone -->/,
    );
    expect(published).not.toMatch(/\n{3}/);
  });

  test('contains only complete code blocks', () => {
    expect(published.match(/^```/gm)!.length % 2).toBe(0);
  });
});

test('pages that are read in a clone do not install from the registry', () => {
  const pages = execFileSync('git', ['ls-files', '*.md'], { cwd: root, encoding: 'utf8' }).trim().split('\n');
  expect(pages).toContain('docs/getting-started.md');
  const shown = (file: string): string => read(file).replace(/<!-- from the registry[^]*?-->/g, '');
  expect(pages.filter((file) => /install -D nx-testmon/.test(shown(file)))).toEqual([]);
});

test('a page without parts about a clone is rejected', () => {
  expect(hasCloneParts('# nx-testmon\n')).toBe(false);
  expect(() => publishedPage('# nx-testmon\n')).toThrow(/in a clone/);
});
