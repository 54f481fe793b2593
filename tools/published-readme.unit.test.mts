import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { publishedReadme } from './published-readme.mts';

const readme = readFileSync(join(dirname(import.meta.dirname), 'README.md'), 'utf8');

test('the published README installs from the registry and needs no clone', () => {
  expect(readme).toContain('npm run pack');
  const published = publishedReadme(readme);
  expect(published).toContain('npm install -D nx-testmon ');
  expect(published).toContain('npx nx g nx-testmon:init');
  expect(published).not.toMatch(
    /npm run (pack|demo)|npm test|\bclone of this repository|\.tgz|in a clone -->/,
  );
  expect(published).not.toMatch(/\n{3}/);
});

test('code blocks stay whole', () => {
  expect(publishedReadme(readme).match(/^```/gm)!.length % 2).toBe(0);
});

test('a README without the parts is refused', () => {
  expect(() => publishedReadme('# nx-testmon\n')).toThrow(/in a clone/);
});
