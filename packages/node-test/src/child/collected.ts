import { readdirSync, readFileSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { join, resolve } from 'node:path';
import {
  digest,
  type EnvironmentVariables,
  type Fallback,
  type ReadTrace,
  type TestFileResult,
} from '@nx-testmon/core';
import { LoadedTextRecorder, type RunRequest } from '@nx-testmon/runner';
import { preloads } from '../describe-suite';
import type { NodeOption } from '../node-command-line';
import { runnerReads } from '../reads-settings';
import {
  type ProcessCollection,
  mainOutput,
  preloadVariable,
  type PreloadRequest,
} from '../worker/preload-request';

/** Why probes can't be inserted, if so. */
export function whyNoProbes(options: readonly NodeOption[]): Fallback | undefined {
  const has = (...names: readonly string[]) => options.some(({ name }) => names.includes(name));
  if (has('experimental-test-coverage')) return { kind: 'coverage' };
  const shared = options.some(({ name, value }) => /test-isolation$/.test(name) && value === 'none');
  if (shared) return { kind: 'one-process' };
  return 'registerHooks' in nodeModule ? undefined : { kind: 'no-module-hooks' };
}

/** The environment of Node's main process, with the request to the preload script. */
export function probesEnvironment(
  { probes, workspaceRoot, installationRoots, readsPreload }: RunRequest,
  options: readonly NodeOption[],
  folder: string,
): EnvironmentVariables {
  if (probes === undefined) return process.env;
  const request: PreloadRequest = {
    ...probes,
    workspaceRoot,
    withoutProbes: preloaded(options),
    folder,
    readsPreload,
    reads: runnerReads(workspaceRoot, installationRoots, probes.cache),
    parent: process.pid,
  };
  return { ...process.env, [preloadVariable]: JSON.stringify(request) };
}

function preloaded(options: readonly NodeOption[]): string[] {
  const named = options.flatMap(({ name, value }) => (preloads.includes(name) && value ? value : []));
  return named.filter((value) => /^\.{0,2}\//.test(value)).map((value) => resolve(value));
}

/** The files written by the processes of a test file; unknown parts are absent. */
export type TestFileCollection = Pick<
  TestFileResult,
  'collected' | 'reads' | 'loadedTexts' | 'loadedTextsAreComplete'
>;

/** A test file can start processes that load it again. The loads of all of them count. */
export function readCollected(folder: string, file: string): TestFileCollection {
  const start = `${digest(file)}-`;
  const left = readdirSync(folder).filter((name) => name.startsWith(start) && name.endsWith('.json'));
  const contents = left.map((name) => readContent<ProcessCollection>(join(folder, name)));
  const [only] = contents;
  const loaded = new LoadedTextRecorder();
  for (const content of contents) loaded.addAll(content?.loadedTexts ?? {});
  return {
    ...(contents.length === 1 && only ? { collected: only.blocks, reads: only.reads } : {}),
    ...(loaded.isEmpty ? {} : { loadedTexts: loaded.all }),
    ...(contents.length === 1 && only?.areAllTexts === true ? { loadedTextsAreComplete: true } : {}),
  };
}

/** Reads of Node's main process, for all test files; `undefined` if it did not end normally. */
export function readsOfMain(folder: string): ReadTrace | undefined {
  return readContent(join(folder, `${mainOutput}.json`));
}

/** A process can be killed while it writes. */
function readContent<Content>(file: string): Content | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Content;
  } catch {
    return undefined;
  }
}
