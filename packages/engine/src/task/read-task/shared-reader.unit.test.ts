import { expect, test } from 'vitest';
import { SharedReader } from './shared-reader';

const root = '/workspace';

test('a task uses what another has just read', () => {
  const shared = new SharedReader();
  const first = shared.current(root, 1000);
  expect(shared.current(root, 1000)).toBe(first);
  expect(shared.current(root, 6000)).toBe(first);
});

test.each([6001, 999])('a file that was read at 1000 is read again at %i', (now) => {
  const shared = new SharedReader();
  const first = shared.current(root, 1000);
  expect(shared.current(root, now)).not.toBe(first);
});

test('nothing that was read before or while something runs is used later', async () => {
  const shared = new SharedReader();
  const before = shared.current(root, 1000);
  let end = (): void => undefined;
  const running = shared.whileRunning(() => new Promise<void>((resolve) => (end = resolve)));
  const during = shared.current(root, 1000);
  expect(during).not.toBe(before);
  expect(shared.current(root, 1000)).not.toBe(during);
  end();
  await running;
  const after = shared.current(root, 1000);
  expect([before, during]).not.toContain(after);
  expect(shared.current(root, 1000)).toBe(after);
});

test('while one of several runs is active, nothing is shared, even if one fails', async () => {
  const shared = new SharedReader();
  let end = (): void => undefined;
  const running = shared.whileRunning(() => new Promise<void>((resolve) => (end = resolve)));
  await expect(shared.whileRunning(() => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
  expect(shared.current(root, 1000)).not.toBe(shared.current(root, 1000));
  end();
  await running;
  expect(shared.current(root, 1000)).toBe(shared.current(root, 1000));
});
