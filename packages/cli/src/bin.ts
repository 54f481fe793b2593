#!/usr/bin/env node
import { url as inspectorUrl } from 'node:inspector';
import { readVersion } from './version.js';

// Packages are loaded late, so that one that can't be loaded is a failure like any other: Node would end with the exit
// code of failed tests.
void main();

async function main(): Promise<void> {
  // What event handlers throw reaches no caller.
  const unhandled = new Promise<never>((_, reject) => process.on('uncaughtException', reject));
  let exitCode: number;
  try {
    exitCode = await Promise.race([run(), unhandled]);
  } catch (error) {
    console.error(await describeFailure(error));
    exitCode = 2;
  }
  // Nx leaves workers and sockets open that would keep the process alive. The process exits when all output
  // is written.
  process.stdout.write('', () => process.stderr.write('', () => process.exit(exitCode)));
}

async function run(): Promise<number> {
  const [{ checkNodeVersion }, { formatMessageLine, renderProblem }] = await Promise.all([
    import('@nx-testmon/engine/node-version'),
    import('@nx-testmon/core'),
  ]);
  const unsupported = checkNodeVersion(process.versions.node);
  if (unsupported !== undefined) {
    console.error(formatMessageLine(renderProblem(unsupported)));
    return 2;
  }
  // Loaded after the check, because native modules crash an unsupported version of Node.
  const [{ runCli }, { readNxGraph }, { createColors }] = await Promise.all([
    import('./run-cli.js'),
    import('./workspace/read-nx-graph.js'),
    import('picocolors'),
  ]);
  const write = (stream: NodeJS.WriteStream) => (text: string) => stream.write(`${text}\n`);
  return runCli(process.argv.slice(2), readVersion(), {
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
}

/** What describes failures may be what can't be loaded. */
async function describeFailure(error: unknown): Promise<string> {
  try {
    const [{ formatMessageLine, renderProblem }, { toInternalError }] = await Promise.all([
      import('@nx-testmon/core'),
      import('./command-io.js'),
    ]);
    return formatMessageLine(renderProblem(toInternalError(error)));
  } catch {
    // What formats messages may be missing, too.
    return `testmon: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  }
}

function wantsColors(env: NodeJS.ProcessEnv, isTerminal: boolean | undefined): boolean {
  if (env['NO_COLOR']) return false;
  return (
    Boolean(env['FORCE_COLOR'] && env['FORCE_COLOR'] !== '0') ||
    (isTerminal === true && env['TERM'] !== 'dumb')
  );
}
