import { describe, expect, test } from 'vitest';
import {
  isOpenFilesFailure,
  isSystemFailure,
  rethrowUnlessPathError,
  rethrowUnlessSystemError,
  systemMessage,
} from './system-error';

function errorWith(code: unknown): Error {
  return Object.assign(new Error('the message'), { code });
}

describe('an error of the system', () => {
  test.each(['ENOENT', 'ELOOP', 'E2BIG', 'UNKNOWN'])('has a code such as %s', (code) => {
    expect(() => rethrowUnlessSystemError(errorWith(code))).not.toThrow();
    expect(systemMessage(errorWith(code))).toBe('the message');
  });

  test.each(['ERR_INVALID_ARG_VALUE', 'ERR_FS_FILE_TOO_LARGE', 'ERR_STRING_TOO_LONG'])(
    'is also %s, which Node reports of a path or of content',
    (code) => {
      expect(() => rethrowUnlessSystemError(errorWith(code))).not.toThrow();
    },
  );
});

describe('an error that is a bug', () => {
  test.each([
    ['no code', new TypeError('x is undefined')],
    ['a number as its code', errorWith(2)],
    ['the code of a wrong argument', errorWith('ERR_INVALID_ARG_TYPE')],
    ['the code of a missing module', errorWith('MODULE_NOT_FOUND')],
  ])('is thrown on: %s', (_, error) => {
    expect(() => rethrowUnlessSystemError(error)).toThrow(error);
    expect(() => systemMessage(error)).toThrow(error);
  });
});

describe('an error of a path', () => {
  test.each(['ENOENT', 'EACCES', 'ENOTDIR', 'ERR_FS_FILE_TOO_LARGE'])('has a code such as %s', (code) => {
    expect(() => rethrowUnlessPathError(errorWith(code))).not.toThrow();
  });

  test.each(['EMFILE', 'ENFILE', 'ENOMEM', 'EAGAIN', 'EIO', 'ERR_INVALID_ARG_TYPE'])('is not %s', (code) => {
    expect(() => rethrowUnlessPathError(errorWith(code))).toThrow('the message');
  });
});

describe('a failure of the system', () => {
  test.each([
    ['EMFILE', true, true],
    ['ENFILE', true, true],
    ['EIO', true, false],
    ['ENOMEM', true, false],
    ['ENOENT', false, false],
    ['ERR_INVALID_ARG_TYPE', false, false],
  ])('%s: %s, and of too many open files: %s', (code, isFailure, isOfOpenFiles) => {
    expect(isSystemFailure(errorWith(code))).toBe(isFailure);
    expect(isOpenFilesFailure(errorWith(code))).toBe(isOfOpenFiles);
  });

  test.each([undefined, null, 'EMFILE', 1])('is not %j', (error) => {
    expect(isSystemFailure(error)).toBe(false);
    expect(isOpenFilesFailure(error)).toBe(false);
  });
});
