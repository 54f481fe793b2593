import { expect, test } from 'vitest';
import { isGitQuery } from './git-query';

const words = (command: string): string[] => command.split(' ').slice(1);

test.each([
  'git remote -v',
  'git remote get-url origin',
  'git rev-parse --is-shallow-repository',
  'git rev-parse --show-toplevel',
  'git rev-parse --abbrev-ref HEAD',
  'git rev-parse HEAD~1',
  'git rev-list --max-parents=0 HEAD',
  'git rev-list --count HEAD',
  'git merge-base origin/main HEAD',
  'git symbolic-ref --short HEAD',
  'git branch --show-current',
  'git config --get user.name',
  'git -C /other/folder --no-pager rev-parse HEAD',
])('%s only reads the repository', (command) => {
  expect(isGitQuery(words(command))).toBe(true);
});

test.each([
  'git',
  'git status',
  'git diff HEAD',
  'git ls-files',
  'git log -1',
  'git show HEAD:a.ts',
  'git remote add origin url',
  'git rev-parse src/a.ts',
  'git rev-parse --git-path hooks',
  'git rev-list HEAD -- src',
  'git rev-list --stdin',
  'git symbolic-ref HEAD refs/heads/main',
  'git branch -D other',
  'git config --get user.name --file settings',
  'git config user.name me',
  'git -c core.fsmonitor=./x rev-parse HEAD',
  'git --git-dir=x rev-parse HEAD',
  'git constructor',
])('%s may read files of the working tree, or change something', (command) => {
  expect(isGitQuery(words(command))).toBe(false);
});
