#!/usr/bin/env node
import { url as inspectorUrl } from 'node:inspector';
import { renderProblem } from '@nx-testmon/core';
import { checkNodeVersion } from '@nx-testmon/engine/node-version';
import { readVersion } from './version.js';

const unsupported = checkNodeVersion(process.versions.node);
if (unsupported === undefined) {
  void main();
} else {
  console.error(`testmon: ${renderProblem(unsupported)}`);
  process.exitCode = 2;
}

async function main(): Promise<void> {
  const [{ runCli }, { toInternalError }, { readNxGraph }, { createColors }] = await Promise.all([
    import('./run-cli.js'),
    import('./command-io.js'),
    import('./workspace/read-nx-graph.js'),
    import('picocolors'),
  ]);
  const write = (stream: NodeJS.WriteStream) => (text: string) => stream.write(`${text}\n`);
  let exitCode: number;
  try {
    exitCode = await runCli(process.argv.slice(2), readVersion(), {
      env: process.env,
      cwd: process.cwd(),
      nodeVersion: process.versions.node,
      isDebugged: inspectorUrl() !== undefined,
      clock: Date.now,
      colors: createColors(wantsColors(process.env, process.stdout.isTTY)),
      print: write(process.stdout),
      printError: write(process.stderr),
      readGraph: readNxGraph,
    });
  } catch (error) {
    console.error(`testmon: ${renderProblem(toInternalError(error))}`);
    exitCode = 2;
  }
  // Nx leaves workers and sockets open that would keep the process alive. Exit only when all output is written.
  process.stdout.write('', () => process.stderr.write('', () => process.exit(exitCode)));
}

function wantsColors(env: NodeJS.ProcessEnv, isTerminal: boolean | undefined): boolean {
  if (env['NO_COLOR']) return false;
  return (
    Boolean(env['FORCE_COLOR'] && env['FORCE_COLOR'] !== '0') ||
    (isTerminal === true && env['TERM'] !== 'dumb')
  );
}
