import { spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { expect, test } from 'vitest';
import { WatchedProcess } from './watched-process';

const run = (script: string, signals = new EventEmitter()) => {
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'ignore'] });
  return { child, signals, watched: new WatchedProcess(child, signals) };
};

test('the exit code of a process is its own', async () => {
  expect(await run('process.exit(7)').watched.ended).toEqual({
    exitCode: 7,
    killedBy: undefined,
    startError: undefined,
  });
});

test('a process that is killed exits with 128 + signal, and no signal was passed on', async () => {
  const { child, watched } = run('setTimeout(() => {}, 60_000)');
  await once(child, 'spawn');
  child.kill('SIGKILL');
  expect(await watched.ended).toMatchObject({ exitCode: 137, killedBy: 'SIGKILL' });
  expect(watched.receivedSignal).toBeUndefined();
});

test.skipIf(process.platform === 'win32')(
  'a signal is passed on, and a process that handles it keeps its exit code (not on Windows)',
  async () => {
    const script = `process.on('SIGTERM', () => process.exit(3)); console.log('ready'); setTimeout(() => {}, 60_000)`;
    const { child, signals, watched } = run(script);
    await once(child.stdout, 'data');
    signals.emit('SIGTERM', 'SIGTERM');
    expect(await watched.ended).toMatchObject({ exitCode: 3, killedBy: undefined });
    expect(watched.receivedSignal).toBe('SIGTERM');
    expect(signals.listenerCount('SIGINT') + signals.listenerCount('SIGTERM')).toBe(0);
  },
);

test('a program that does not exist ends with the reason', async () => {
  const watched = new WatchedProcess(spawn('/nowhere/program', []), undefined);
  const { exitCode, startError } = await watched.ended;
  expect(exitCode).toBe(1);
  expect(startError?.message).toContain('ENOENT');
});
