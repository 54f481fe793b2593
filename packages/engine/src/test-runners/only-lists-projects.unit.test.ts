import { findConfigFileName, onlyListsProjects } from '@nx-testmon/runner';
import { expect, test } from 'vitest';
import { testRunners } from './test-runners';

const onlyLists = (file: string, text: string) =>
  testRunners.some((runner) => {
    const name = findConfigFileName(runner, file);
    return name !== undefined && onlyListsProjects(name, text);
  });

test.each([
  ['vitest.config.ts', `export default { test: { projects: ['packages/*', '!packages/{a,b}'] } }`],
  ['vitest.config.ts', `export default { test: { projects: [\n  // all\n  'packages/*', /* { */\n], } }`],
  ['vitest.config.ts', `export default { test: { workspace: './vitest.workspace.ts' } }`],
  ['vitest.workspace.ts', `export default defineWorkspace(["packages/*"])`],
  ['jest.config.js', `module.exports = { projects: ['<rootDir>/packages/*'] }`],
  ['jest.config.ts', `export default async () => ({ projects: await getJestProjectsAsync() });`],
  ['jest.config.ts', `export default { projects: [...getJestProjects()] };`],
  ['package.json', `{ "jest": { "projects": ["packages/*"] } }`],
])('%s only lists projects: %s', (file, text) => {
  expect(onlyLists(file, text)).toBe(true);
});

test.each([
  ['vitest.config.ts', `export default { test: { projects: ['packages/*', { test: { name: 'x' } }] } }`],
  ['vitest.config.ts', `export default { test: { projects: [{ extends: true }] } }`],
  ['vitest.config.ts', `export default { test: { projects: ['packages/*', ...more] } }`],
  ['vitest.config.ts', `export default { test: { projects: list } }`],
  ['vitest.workspace.ts', `export default ['packages/*', { test: { include: ['e2e/**'] } }]`],
  [
    'jest.config.js',
    `module.exports = { projects: [{ displayName: 'lint', runner: 'jest-runner-eslint' }] }`,
  ],
  ['vitest.config.ts', `export default { test: { include: ['a'] } }`],
])('%s may run its own tests: %s', (file, text) => {
  expect(onlyLists(file, text)).toBe(false);
});
