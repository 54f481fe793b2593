import { expect, test } from 'vitest';
import { formatPackageRequest, parsePackageRequest } from './package-request';

test.each([
  ['x', { name: 'x' }],
  ['@s/x', { name: '@s/x' }],
  ['x@1.0.0-rc.1', { name: 'x', version: '1.0.0-rc.1' }],
  ['@s/x@*', { name: '@s/x', version: '*' }],
  ['/home/a@b/x', { name: '/home/a@b/x' }],
  ['C:\\a@b', { name: 'C:\\a@b' }],
])('%s names a package and its version', (text, request) => {
  expect(parsePackageRequest(text)).toEqual(request);
  expect(formatPackageRequest(request)).toBe(text);
});
