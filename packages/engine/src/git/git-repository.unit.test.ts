import { expect, test } from 'vitest';
import { rethrowUnlessGitError } from './git-repository';

test('an error with the output of git, or of the system, is no bug', () => {
  for (const fields of [{ code: 128, stderr: 'fatal: not a git repository' }, { code: 'ENOENT' }])
    expect(() => rethrowUnlessGitError(Object.assign(new Error('failed'), fields))).not.toThrow();
});

test('any other error is a bug and is thrown on', () => {
  const bug = new TypeError('x is undefined');
  expect(() => rethrowUnlessGitError(bug)).toThrow(bug);
});
