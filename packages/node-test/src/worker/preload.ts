/**
 * Runs before all other code in Node's main process and in the process of each test file (`node --require`).
 * In both, it traces reads, and writes a file with the observations when the process ends. In the process of
 * a test file, it also inserts probes into the loaded modules.
 */
import { renameSync, realpathSync, writeFileSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { join } from 'node:path';
import { isMainThread } from 'node:worker_threads';
import { digest, rethrowUnlessSystemError } from '@nx-testmon/core';
import {
  instrumentNodeLoads,
  loadInstrumenter,
  patchFunction,
  prepareRealm,
  readsEnvironment,
  type ReadsSettings,
  type TracedProcess,
  tracedProcess,
  watchLoader,
} from '@nx-testmon/runner';
import { testFileReads } from '../reads-settings';
import { findCustomLoader } from './find-custom-loader';
import { runLastAtExit } from './run-last-at-exit';
import { type ProcessCollection, mainOutput, preloadVariable, type PreloadRequest } from './preload-request';

type Tracer = TracedProcess['tracer'];

function start(request: PreloadRequest, testFile: string): void {
  const { workspaceRoot } = request;
  const tracer = traceReads(request, { ...testFileReads(request.reads), subprocesses: request.folder });
  tracer.startTestFile();
  const isLoaderPatched = watchLoader();
  const instrumenter = tracer.untraced(() => loadInstrumenter(request, Date.now));
  const withoutProbes = new Set([...request.withoutProbes, testFile]);
  const loads = instrumentNodeLoads({
    workspaceRoot,
    openInstrumenter: () => instrumenter,
    isWithoutProbes: (file) => withoutProbes.has(file),
    untraced: (work) => tracer.untraced(work),
  });
  watchHooks(tracer);
  const marks = prepareRealm(globalThis, (text, path) =>
    tracer.untraced(() => loads.findPlainText(text, path)),
  );

  writeAtExit(request, `${digest(testFile)}-${process.pid}`, (): ProcessCollection => {
    const areAllTexts = !isLoaderPatched();
    const { packages, fallbacks } = tracer.traceOfProcess();
    const isKnown = fallbacks?.some(({ kind }) => kind === 'custom-loader') === true;
    const custom = findCustomLoader(areAllTexts || isKnown, nodeOptions, packages);
    if (custom !== undefined) tracer.tracingLost(custom);
    const { loads: traced, ...reads } = tracer.endTestFile();
    const withProbes = traced?.byNode.filter((path) => loads.hadProbes(path)) ?? [];
    return {
      blocks: loads.executedBlocks(marks),
      reads: { ...reads, ...(traced && areAllTexts ? { loads: { ...traced, withProbes } } : {}) },
      loadedTexts: loads.texts.all,
      areAllTexts,
    };
  });
}

/** Other hooks may load modules before those of nx-testmon see them. */
function watchHooks(tracer: Tracer): void {
  const { Module: owner } = nodeModule as unknown as { readonly Module: Record<string, unknown> };
  for (const name of ['register', 'registerHooks'])
    patchFunction(owner, name, {
      before: (_, calledBy) => tracer.tracingLost({ kind: 'custom-loader' }, calledBy),
    });
  nodeModule.syncBuiltinESMExports();
}

function startMain(request: PreloadRequest): void {
  const tracer = traceReads(request, request.reads);
  writeAtExit(request, mainOutput, () => tracer.traceOfProcess());
}

function traceReads({ readsPreload, folder }: PreloadRequest, settings: ReadsSettings): Tracer {
  Object.assign(process.env, readsEnvironment(settings));
  require(readsPreload);
  const { tracer } = tracedProcess()!;
  tracer.ignore(folder);
  return tracer;
}

/**
 * Without the file, nothing is known of the process. A test may have changed its user, or the disk is full: no error of
 * this may reach the test.
 *
 * @param content called when all other code has run; listeners of `exit` also read files and execute functions
 */
function writeAtExit({ folder }: PreloadRequest, name: string, content: () => unknown): void {
  runLastAtExit(process, () => {
    const { tracer } = tracedProcess()!;
    const text = JSON.stringify(content());
    tracer.untraced(() => {
      const output = join(folder, name);
      try {
        writeFileSync(`${output}.new`, text);
        renameSync(`${output}.new`, `${output}.json`);
      } catch (error) {
        rethrowUnlessSystemError(error);
      }
    });
  });
}

/** Hides from all other code how this file was loaded. */
function hide(): void {
  delete process.env[preloadVariable];
  process.execArgv = process.execArgv.filter((argument) => argument !== `--require=${__filename}`);
}

const { [preloadVariable]: given, NODE_OPTIONS: nodeOptions = '', NODE_TEST_CONTEXT: context } = process.env;
const request = given === undefined ? undefined : (JSON.parse(given) as PreloadRequest);
// The main process passes the request on. Its threads and other processes that it starts inherit the request
// too, and threads also inherit the arguments.
const isMain =
  request !== undefined && isMainThread && context === undefined && request.parent === process.ppid;
if (isMain) startMain(request);
else {
  hide();
  const [, testFile] = process.argv;
  if (request !== undefined && isMainThread && context !== undefined && testFile !== undefined)
    start(request, realpathSync(testFile));
}
