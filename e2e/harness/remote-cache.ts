import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A self-hosted remote cache for Nx, in memory, with `PUT` and `GET /v1/cache/{hash}`. */
export interface RemoteCache {
  readonly url: string;
  /** The number of entries that were downloaded. */
  readonly hits: () => number;
  readonly entries: () => number;
  close(): Promise<void>;
}

/**
 * Implements the protocol that Nx documents for self-hosted caches.
 *
 * @param token the bearer token that clients must send
 */
export function startRemoteCache(token: string): Promise<RemoteCache> {
  const entries = new Map<string, Buffer>();
  let hits = 0;
  const server = createServer((request, response) => {
    const hash = /^\/v1\/cache\/([\w-]+)$/.exec(request.url ?? '')?.[1];
    const end = (status: number, body: Buffer | string = '') => response.writeHead(status).end(body);
    if (hash === undefined) return end(404);
    if (request.headers.authorization !== `Bearer ${token}`) return end(401, 'wrong token');
    const known = entries.get(hash);
    if (request.method === 'GET') {
      if (!known) return end(404);
      hits++;
      return response.writeHead(200, { 'Content-Type': 'application/octet-stream' }).end(known);
    }
    if (request.method !== 'PUT') return end(405);
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      if (known) return end(409, 'known already');
      entries.set(hash, Buffer.concat(parts));
      end(202);
    });
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      resolve({
        url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        hits: () => hits,
        entries: () => entries.size,
        close: () => new Promise((closed) => server.close(() => closed())),
      });
    });
  });
}
