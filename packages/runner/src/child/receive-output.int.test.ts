import { spawn } from 'node:child_process';
import { expect, test } from 'vitest';
import { childOutputs, receiveOutput } from './receive-output';
import { WatchedProcess } from './watched-process';

/**
 * Runs a script with pipes.
 *
 * @returns its output and its duration in ms
 */
async function run(script: string): Promise<{ output: string; exitCode: number; ms: number }> {
  const started = Date.now();
  const chunks: Buffer[] = [];
  const receive = (chunk: Buffer) => chunks.push(chunk);
  const child = spawn(process.execPath, ['-e', script], { stdio: childOutputs(receive) });
  receiveOutput(child, receive);
  const { exitCode } = await new WatchedProcess(child, undefined).ended;
  return { output: Buffer.concat(chunks).toString(), exitCode, ms: Date.now() - started };
}

test('all output and all errors arrive in order', async () => {
  const { output, exitCode } = await run(
    `const fs = require('node:fs'); for (let n = 0; n < 2000; n++) fs.writeSync(1, n + ' '.repeat(100) + '\\n'); process.exitCode = 3`,
  );
  expect(output.split('\n').map((line) => line.trim())).toEqual([
    ...Array.from({ length: 2000 }, (_, n) => `${n}`),
    '',
  ]);
  expect(exitCode).toBe(3);
  expect((await run(`console.error('to errors')`)).output).toBe('to errors\n');
});

test('a process that was left behind does not delay the end of the child', async () => {
  const rest = `setTimeout(() => {}, 30_000)`;
  const { output, exitCode, ms } = await run(
    `const { spawn } = require('node:child_process');
     const left = spawn(process.execPath, ['-e', ${JSON.stringify(rest)}], { stdio: 'inherit', detached: true });
     left.unref(); console.log('left ' + left.pid)`,
  );
  process.kill(Number(/left (\d+)/.exec(output)?.[1]), 'SIGKILL');
  expect(exitCode).toBe(0);
  expect(ms).toBeLessThan(20_000);
});

test('output that arrives while this process is busy is not lost', async () => {
  const text = 'x'.repeat(60_000);
  const running = run(`require('node:fs').writeSync(1, ${JSON.stringify(text)})`);
  const until = Date.now() + 3000;
  while (Date.now() < until) Math.sqrt(until);
  expect((await running).output).toBe(text);
});
