import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { patchFunction } from './patch-function';

function patched<Given extends Record<string, unknown>>(
  owner: Given,
  name: keyof Given & string,
  side: 'before' | 'after' = 'before',
) {
  const seen: unknown[] = [];
  patchFunction(owner, name, { [side]: (what: unknown) => seen.push(what) });
  return { owner, seen };
}

describe('a patched function', () => {
  it('reports the arguments before the call, and returns the result of the original', () => {
    const order: string[] = [];
    const owner = { add: (a: number, b: number) => (order.push('call'), a + b) };
    patchFunction(owner, 'add', { before: (args) => order.push(`before ${args.join()}`) });
    expect(owner.add(1, 2)).toBe(3);
    expect(order).toEqual(['before 1,2', 'call']);
  });

  it('keeps name, length and properties', () => {
    const original = Object.assign(function read(_a: unknown, _b: unknown) {}, { extra: 1 });
    const { owner } = patched({ read: original }, 'read');
    expect(owner.read).not.toBe(original);
    expect([owner.read.name, owner.read.length]).toEqual(['read', 2]);
    expect((owner.read as unknown as { extra: number }).extra).toBe(1);
  });

  it('passes on the receiver and the errors', () => {
    class Owner {
      readonly text = 'mine';
      get(): string {
        return this.text;
      }
      fail(): never {
        throw new TypeError('no');
      }
    }
    const { owner } = patched(Owner.prototype as unknown as Record<string, unknown>, 'get');
    patchFunction(owner, 'fail', {});
    expect(new Owner().get()).toBe('mine');
    expect(() => new Owner().fail()).toThrow(TypeError);
  });

  it('reports calls of `native` and of the promisified form', async () => {
    const native = (path: string) => `native ${path}`;
    const promised = (path: string) => Promise.resolve(`promised ${path}`);
    const { owner, seen } = patched(
      { real: Object.assign(() => 'plain', { native, [promisify.custom]: promised }) },
      'real',
    );
    expect(owner.real.native('a')).toBe('native a');
    await expect(promisify(owner.real as unknown as () => void)()).resolves.toBe('promised undefined');
    expect(seen).toEqual([['a'], []]);
  });

  it('reports a function that is its own promisified form once', async () => {
    const read = (path: string) => Promise.resolve(path);
    const { owner, seen } = patched({ read: Object.assign(read, { [promisify.custom]: read }) }, 'read');
    await expect(promisify(owner.read as unknown as (path: string) => void)('a')).resolves.toBe('a');
    expect(seen).toEqual([['a']]);
  });

  it("leaves alone what is not a function or can't be replaced", () => {
    const owner: Record<string, unknown> = { text: 'a' };
    Object.defineProperty(owner, 'fixed', { value: () => 'fixed' });
    const fixed = owner['fixed'];
    for (const name of ['text', 'fixed', 'none']) patchFunction(owner, name, {});
    expect(owner).toEqual({ text: 'a' });
    expect(owner['fixed']).toBe(fixed);
  });

  it('reports the result of a synchronous call', () => {
    const { owner, seen } = patched({ make: () => 'made' }, 'make', 'after');
    expect(owner.make()).toBe('made');
    expect(seen).toEqual(['made']);
  });

  it('reports the result of a promise, and a rejection only reaches the caller', async () => {
    const { owner, seen } = patched(
      { make: (fails: boolean) => (fails ? Promise.reject(new Error('no')) : Promise.resolve('made')) },
      'make',
      'after',
    );
    await expect(owner.make(false)).resolves.toBe('made');
    await expect(owner.make(true)).rejects.toThrow('no');
    expect(seen).toEqual(['made']);
  });

  it('leaves a rejection that nobody handles unhandled', async () => {
    const { owner, seen } = patched({ make: () => Promise.reject(new Error('no')) }, 'make', 'after');
    const unhandled: unknown[] = [];
    const listeners = process.listeners('unhandledRejection');
    process.removeAllListeners('unhandledRejection');
    process.on('unhandledRejection', (error) => unhandled.push(error));
    void owner.make();
    await new Promise((resolve) => setTimeout(resolve, 0));
    process.removeAllListeners('unhandledRejection');
    for (const listener of listeners) process.on('unhandledRejection', listener);
    expect([unhandled, seen]).toEqual([[new Error('no')], []]);
  });

  it.each<[string, (error: Error, done: (error: Error) => void) => unknown]>([
    [
      'that is thrown',
      (error) => {
        throw error;
      },
    ],
    ['of a promise', (error) => Promise.reject(error)],
    ['that a callback receives', (error, done) => done(error)],
  ])('reports an error %s', async (kind, fail) => {
    const failures: unknown[] = [];
    const owner = { fail: fail as (...args: unknown[]) => unknown };
    patchFunction(owner, 'fail', { failed: (error) => failures.push(error) });
    const error = new Error('no');
    const args = kind.includes('callback') ? [error, () => undefined] : [error];
    await Promise.resolve()
      .then(() => owner.fail(...args))
      .catch(() => undefined);
    expect(failures).toEqual([error]);
  });

  it('reports the result that a callback receives, and nothing if it receives an error', () => {
    type Callback = (error: Error | null, path?: string) => void;
    const { owner, seen } = patched(
      { make: (fails: boolean, done: Callback) => (fails ? done(new Error('no')) : done(null, 'made')) },
      'make',
      'after',
    );
    const given: unknown[] = [];
    owner.make(false, (_error, path) => given.push(path));
    owner.make(true, (error) => given.push(error?.message));
    expect(given).toEqual(['made', 'no']);
    expect(seen).toEqual(['made']);
  });
});
