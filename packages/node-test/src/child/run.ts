import { limitTestNames, type TestFileId } from '@nx-testmon/core';
import { spawn } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import {
  errorText,
  exitWithParent,
  receiveRequest,
  type RunRequest,
  sendToParent,
  WatchedProcess,
  workspacePath,
} from '@nx-testmon/runner';
import { suiteId } from '../describe-suite';
import {
  type NodeCommandLine,
  type NodeOption,
  parseNodeCommandLine,
  writeNodeOptions,
} from '../node-command-line';
import { parseRunFilters } from '../parse-run-filters';
import { readTestCommand } from '../read-test-command';
import { probesEnvironment, readCollected, readsOfMain, whyNoProbes } from './collected';
import { findFiles, type FoundFiles, literalPattern } from './find-files';
import type { EndedFile } from './test-events';

/** Options that nx-testmon sets itself. */
const ownOptions = new Set(['test', 'test-shard', 'watch', 'watch-path', 'watch-preserve-output']);
const preload = join(__dirname, '../worker/preload.js');

interface Run {
  readonly request: RunRequest;
  readonly own: NodeCommandLine;
  readonly added: NodeCommandLine;
  readonly name: (file: string) => TestFileId;
  /** Folder to which test files write their executed blocks; without it, nothing is collected. */
  readonly folder: string | undefined;
}

/** The arguments of `node` for these files. */
function commandWords({ request, own, added, folder }: Run, files: readonly string[]): string[] {
  const given = [...own.options, ...added.options].filter(({ name }) => !ownOptions.has(name));
  const reporters = given.filter(({ name }) => name === 'test-reporter');
  const destinations = given.filter(({ name }) => name === 'test-reporter-destination');
  const others = given.filter((option) => ![...reporters, ...destinations].includes(option));
  const isUsual = reporters.length === 0 || request.onlyPrints === true;
  const shown = isUsual ? [{ name: 'test-reporter', value: usualReporter() }] : reporters;
  return writeNodeOptions([
    ...(folder === undefined ? [] : [{ name: 'require', value: preload }]),
    ...others,
    { name: 'test', value: undefined },
    ...shown.flatMap((reporter, at): NodeOption[] => [
      reporter,
      (isUsual ? undefined : destinations[at]) ?? { name: 'test-reporter-destination', value: 'stdout' },
    ]),
    { name: 'test-reporter', value: join(__dirname, 'reporter.js') },
    { name: 'test-reporter-destination', value: 'stdout' },
  ]).concat(files);
}

/** Node's default reporter. */
function usualReporter(): string {
  return process.stdout.isTTY || Number.parseInt(process.versions.node, 10) >= 23 ? 'spec' : 'tap';
}

interface NodeEnd {
  readonly code: number;
  readonly signal: NodeJS.Signals | undefined;
}

/** Runs Node's command. Signals are passed on to it. */
async function runNode(run: Run, words: readonly string[]): Promise<NodeEnd> {
  const env =
    run.folder === undefined
      ? process.env
      : probesEnvironment(run.request, [...run.own.options, ...run.added.options], run.folder);
  const child = spawn(process.execPath, words, {
    env,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  const watched = new WatchedProcess(child, process);
  process.on('exit', () => child.kill());
  const reports: Promise<void>[] = [];
  child.on('message', (message) => {
    // Results after a signal are not reliable.
    if (watched.receivedSignal === undefined) reports.push(reportEnd(run, message as EndedFile));
  });
  const { exitCode: code, killedBy, startError } = await watched.ended;
  if (startError) throw startError;
  await Promise.all(reports);
  return { code, signal: killedBy ?? watched.receivedSignal };
}

async function reportEnd({ request, name, folder }: Run, ended: EndedFile): Promise<void> {
  const file = realpathSync(ended.file);
  const collected = folder === undefined ? {} : readCollected(folder, file);
  const failedTests = limitTestNames(ended.failedTests);
  await sendToParent({
    type: 'ended-file',
    result: {
      testFile: name(file),
      outcome: ended.failed ? 'failed' : 'passed',
      durationMs: ended.durationMs,
      endedAt: Date.now(),
      complete: !parseRunFilters(request.runnerArguments).nameFilter,
      ...(failedTests.length === 0 ? {} : { failedTests }),
      ...collected,
    },
  });
}

/** The files to run; `undefined` if there are none, because without arguments Node would search for test files. */
function filesToRun({ request, name, added }: Run, { left }: FoundFiles): string[] | undefined {
  const { files } = request;
  const wanted = files === 'all' ? undefined : new Set(files.map(({ path }) => path));
  const selected = left.filter((file) => wanted?.has(name(file).path) ?? true);
  if (selected.length > 0) return selected;
  return files === 'all' && added.patterns.length > 0 ? [] : undefined;
}

async function runAll(run: Run): Promise<NodeEnd> {
  const { own, added, name } = run;
  const folder = process.cwd();
  const found = findFiles(folder, own, added);
  const selected = filesToRun(run, found);
  await sendToParent({ type: 'found', found: found.all.map(name) });
  await sendToParent({ type: 'started', files: (selected ?? []).map(name) });
  if (selected === undefined) return { code: 0, signal: undefined };
  const paths = selected.map((file) => literalPattern(relative(folder, file)));
  return runNode(run, commandWords(run, paths.length === 0 ? added.patterns : paths));
}

async function main(): Promise<void> {
  const stay = exitWithParent();
  const request = await receiveRequest<RunRequest>();
  const { config = '', projectName, workspaceRoot, probes } = request;
  // Suppresses the experimental warning that Node prints for `globSync`.
  process.removeAllListeners('warning');
  const own = readTestCommand(config) ?? { options: [], patterns: [] };
  const added = parseNodeCommandLine(request.runnerArguments);
  const suite = suiteId(projectName, workspacePath(workspaceRoot, config));
  const fallback = probes === undefined ? undefined : whyNoProbes([...own.options, ...added.options]);
  if (fallback !== undefined) await sendToParent({ type: 'not-collected', fallback });
  const folder =
    probes === undefined || fallback !== undefined
      ? undefined
      : mkdtempSync(join(tmpdir(), 'nx-testmon-node-'));
  const name = (file: string) => ({ suite, path: workspacePath(workspaceRoot, file) });
  try {
    const { code, signal } = await runAll({ request, own, added, name, folder });
    const reads = folder === undefined ? undefined : readsOfMain(folder);
    if (reads !== undefined) await sendToParent({ type: 'read', reads });
    const measuresCoverage = [...own.options, ...added.options].some(
      ({ name }) => name === 'experimental-test-coverage',
    );
    await sendToParent({
      type: 'ended',
      interrupted: signal !== undefined,
      failed: code !== 0,
      measuresCoverage,
    });
    process.exitCode = signal !== undefined && code < 128 ? 128 + constants.signals[signal] : code;
  } catch (error) {
    await sendToParent({ type: 'unhandled', message: errorText(error) });
    process.exitCode = 1;
  } finally {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  }
  stay();
  process.disconnect?.();
}

void main();
