/**
 * Runs before anything else in the process of each test file (`node --require`): writes probes into the modules
 * that are loaded, traces the variables that are read, and writes a file with both when the process ends.
 */
import { renameSync, realpathSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { digest, type Instrumenter } from '@nx-testmon/core';
import { instrumentNodeLoads, prepareRealm, traceProcessVariables } from '@nx-testmon/runner';
import { watchLoader } from './watch-loader';
import { type CollectedByProcess, preloadVariable, type PreloadRequest } from './preload-request';

function start(request: PreloadRequest, testFile: string): void {
  const { cache, workspaceRoot, folder } = request;
  const { openInstrumenter } = require(request.instrumenter) as {
    openInstrumenter: (folder?: string) => Instrumenter;
  };
  const instrumenter = openInstrumenter(cache && join(cache, 'probes'));
  const tracer = traceProcessVariables(workspaceRoot, [__dirname, dirname(request.instrumenter)]);
  const isLoaderPatched = watchLoader();
  const withoutProbes = new Set([...request.withoutProbes, testFile]);
  const loads = instrumentNodeLoads({
    workspaceRoot,
    openInstrumenter: () => instrumenter,
    isWithoutProbes: (file) => withoutProbes.has(file),
    untraced: (work) => tracer.untraced(work),
  });
  const marks = prepareRealm(globalThis, (text, path) =>
    tracer.untraced(() => loads.findPlainText(text, path)),
  );

  process.on('exit', () => {
    const output = join(folder, `${digest(testFile)}-${process.pid}`);
    const collected: CollectedByProcess = {
      blocks: loads.executedBlocks(marks),
      variables: tracer.end(),
      loadedTexts: loads.texts.all,
      areAllTexts: !isLoaderPatched(),
    };
    writeFileSync(`${output}.new`, JSON.stringify(collected));
    renameSync(`${output}.new`, `${output}.json`);
  });
}

const { [preloadVariable]: request } = process.env;
// The process that runs the runner hands it on; those of test files hide it and how this file got here.
if (request !== undefined && process.env['NODE_TEST_CONTEXT'] !== undefined) {
  delete process.env[preloadVariable];
  process.execArgv = process.execArgv.filter((argument) => argument !== `--require=${__filename}`);
  const [, testFile] = process.argv;
  if (testFile !== undefined) start(JSON.parse(request) as PreloadRequest, realpathSync(testFile));
}
