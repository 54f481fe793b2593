import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { CancelSignals } from './cancel-signals';

test('a cancel reaches each test runner once, including one that starts after it', async () => {
  const signals = new CancelSignals();
  const received: string[] = [];
  const gone = () => received.push('gone');
  signals.on('SIGTERM', () => received.push('early'));
  signals.on('SIGINT', () => received.push('other'));
  signals.on('SIGTERM', gone);
  signals.off('SIGTERM', gone);
  expect(signals.isCancelled).toBe(false);
  signals.cancel(5);
  signals.cancel(6);
  expect(signals).toMatchObject({ isCancelled: true, cancelledAt: 5 });
  expect(received).toEqual(['early']);
  signals.on('SIGTERM', () => received.push('late'));
  expect(received).toEqual(['early']);
  await turn();
  expect(received).toEqual(['early', 'late']);
});
