import { digest } from '@nx-testmon/core';
import { expect, test } from 'vitest';
import { LoadedTextRecorder } from './loaded-text-recorder';

test('a text is taken once, and as the bytes of its file', () => {
  const recorder = new LoadedTextRecorder();
  expect(recorder.isEmpty).toBe(true);
  expect(recorder.take()).toBeUndefined();
  recorder.add('a.ts', 'é');
  recorder.add('a.ts', Buffer.from('é'));
  expect(recorder.take()).toEqual({ 'a.ts': [digest('é')] });
  recorder.add('a.ts', 'é');
  expect(recorder.take()).toBeUndefined();
  recorder.add('a.ts', 'other');
  expect(recorder.take()).toEqual({ 'a.ts': [digest('other')] });
  expect(recorder.all).toEqual({ 'a.ts': [digest('é'), digest('other')] });
});

test('a module that was loaded with two texts has no single text', () => {
  const recorder = new LoadedTextRecorder();
  expect(recorder.isOnly('a.ts', 'one')).toBe(false);
  recorder.add('a.ts', 'one');
  expect([recorder.isOnly('a.ts', 'one'), recorder.isOnly('a.ts', 'two')]).toEqual([true, false]);
  expect(recorder.hasSeveral('a.ts')).toBe(false);
  recorder.addAll({ 'a.ts': [digest('two')], 'b.ts': [digest('one')] });
  expect([recorder.isOnly('a.ts', 'one'), recorder.hasSeveral('a.ts')]).toEqual([false, true]);
  expect(recorder.hasSeveral('b.ts')).toBe(false);
});
