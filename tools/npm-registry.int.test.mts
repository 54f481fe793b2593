import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isPublished } from './npm-registry.mts';

/** A registry that has version 1.0.0 of `known`, and fails for `broken`. */
const registry = createServer((request, response) => {
  response.setHeader('content-type', 'application/json');
  if (request.url?.startsWith('/known') === true) {
    const version = { name: 'known', version: '1.0.0', dist: { tarball: 'http://127.0.0.1/known.tgz' } };
    response.end(
      JSON.stringify({ name: 'known', 'dist-tags': { latest: '1.0.0' }, versions: { '1.0.0': version } }),
    );
    return;
  }
  response.statusCode = request.url?.startsWith('/broken') === true ? 500 : 404;
  response.end('{}');
});

beforeAll(async () => {
  registry.listen(0, '127.0.0.1');
  await once(registry, 'listening');
});

afterAll(() => registry.close());

function ask(name: string, version: string): Promise<boolean> {
  const { port } = registry.address() as AddressInfo;
  return isPublished({ name, version }, [`--registry=http://127.0.0.1:${port}`, '--fetch-retries=0']);
}

test('a version in the registry is published, another version and another package are not', async () => {
  expect(await ask('known', '1.0.0')).toBe(true);
  expect(await ask('known', '1.0.1')).toBe(false);
  expect(await ask('unknown', '1.0.0')).toBe(false);
});

test('a failure of the registry is an error, not a package to publish', async () => {
  await expect(ask('broken', '1.0.0')).rejects.toThrow(/npm view broken failed: .*500/s);
});
