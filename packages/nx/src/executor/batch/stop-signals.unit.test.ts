import { EventEmitter } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { StopSignals } from './stop-signals';

function watch(): {
  process: EventEmitter;
  signals: StopSignals;
  received: string[];
  listener: (signal: string) => void;
} {
  const process = new EventEmitter();
  const received: string[] = [];
  return {
    process,
    signals: new StopSignals(process),
    received,
    listener: (signal) => received.push(signal),
  };
}

test('a signal reaches all listeners', () => {
  const { process, signals, received, listener } = watch();
  signals.on('SIGINT', listener);
  signals.on('SIGTERM', listener);
  expect(signals.received).toBeUndefined();
  process.emit('SIGINT', 'SIGINT');
  expect(received).toEqual(['SIGINT']);
  expect(signals.received).toBe('SIGINT');
});

test('a late listener receives the signal; a removed one does not', async () => {
  const { process, signals, received, listener } = watch();
  process.emit('SIGTERM', 'SIGTERM');
  signals.on('SIGINT', listener);
  signals.on('SIGTERM', listener);
  expect(received).toEqual([]);
  await setImmediate();
  expect(received).toEqual(['SIGTERM']);
  signals.on('SIGTERM', listener);
  signals.off('SIGTERM', listener);
  await setImmediate();
  expect(received).toEqual(['SIGTERM']);
});

test('the end of Nx stops the batch', () => {
  const { process, signals, received, listener } = watch();
  signals.on('SIGTERM', listener);
  process.emit('disconnect');
  expect(received).toEqual(['SIGTERM']);
  expect(signals.received).toBe('SIGTERM');
});

test('after the batch there are no listeners', () => {
  const { process, signals } = watch();
  signals.close();
  expect(process.eventNames()).toEqual([]);
});
