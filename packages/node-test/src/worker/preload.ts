/**
 * Runs before anything else in the process of each test file (`node --require`): writes probes into the modules
 * that are loaded, traces the variables that are read, and writes a file with both when the process ends.
 */
import { readFileSync, renameSync, realpathSync, writeFileSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { digest, type Instrumenter, namesOfMarks } from '@nx-testmon/core';
import { LoadedTextRecorder, prepareRealm, traceProcessVariables } from '@nx-testmon/runner';
import { findTextsIn, type LoadedModule } from './plain-texts';
import { type CollectedByProcess, preloadVariable, type PreloadRequest } from './preload-request';

interface Loaded {
  readonly format?: string | null;
  readonly source?: string | ArrayBuffer | Uint8Array | null;
}
type Load = (url: string, context: object, next: (url: string, context: object) => Loaded) => Loaded;

/** What is required from a package without a `type` has no format until it is compiled. */
const withProbes = /^(?:(?:commonjs|module)(?:-typescript)?)?$/;

function start(request: PreloadRequest, testFile: string): void {
  const { cache, workspaceRoot, folder } = request;
  const { openInstrumenter } = require(request.instrumenter) as {
    openInstrumenter: (folder?: string) => Instrumenter;
  };
  const instrumenter = openInstrumenter(cache && join(cache, 'probes'));
  const inserted = new Map<string, readonly string[]>();
  const modules = new Map<string, LoadedModule>();
  const loadedTexts = new LoadedTextRecorder();
  const tracer = traceProcessVariables(workspaceRoot, [__dirname, dirname(request.instrumenter)]);
  const withoutProbes = new Set([...request.withoutProbes, testFile]);

  const load: Load = (url, context, next) => {
    const loaded = next(url, context);
    const { format, source } = loaded;
    if (!url.startsWith('file:')) return loaded;
    const file = fileURLToPath(url.replace(/[?#].*$/, ''));
    const path = relative(workspaceRoot, file).split(sep).join('/');
    const isOurs = !path.startsWith('../') && !isAbsolute(path) && !/(^|\/)node_modules\//.test(path);
    const content = isOurs ? readBytes(file) : undefined;
    if (content === undefined) return loaded;
    loadedTexts.add(path, content);
    const isCode = withProbes.test(format ?? '') && !withoutProbes.has(file) && !url.includes('?');
    if (!isCode || source === null || source === undefined) return loaded;
    const text = textOf(source);
    // A source that another hook has changed has other blocks than the file.
    if (text !== content.toString('utf8')) return loaded;
    const instrumented = tracer.untraced(() => instrumenter.insertProbes(text, file, path));
    if (!instrumented) return loaded;
    inserted.set(path, instrumented.blocks);
    modules.set(path, { file, text, code: instrumented.code });
    return { ...loaded, source: instrumented.code };
  };
  (nodeModule as unknown as { registerHooks(hooks: { load: Load }): void }).registerHooks({ load });
  const findText = findTextsIn(modules, instrumenter);
  const marks = prepareRealm(globalThis, (text, path) => tracer.untraced(() => findText(text, path)));

  process.on('exit', () => {
    const blocks: Record<string, string[]> = {};
    for (const [path, seen] of marks) {
      const names = namesOfMarks(inserted.get(path) ?? [], seen);
      if (names !== undefined) blocks[path] = names;
    }
    const output = join(folder, `${digest(testFile)}-${process.pid}`);
    const collected: CollectedByProcess = {
      blocks,
      variables: tracer.end(),
      loadedTexts: loadedTexts.all,
      areAllTexts: !isLoaderPatched(),
    };
    writeFileSync(`${output}.new`, JSON.stringify(collected));
    renameSync(`${output}.new`, `${output}.json`);
  });
}

const { Module } = nodeModule as unknown as { Module: LoaderOfCommonJs };
interface LoaderOfCommonJs {
  readonly _extensions: Readonly<Record<string, unknown>>;
  readonly _load: unknown;
  readonly prototype: { readonly _compile: unknown; readonly load: unknown };
}
const partsOfLoader = (): readonly unknown[] => {
  const { _extensions, _load, prototype } = Module;
  return [_load, prototype._compile, prototype.load, ...Object.entries(_extensions).flat()];
};
const asNodeHasThem = partsOfLoader();

/** Whether something compiles CommonJS past the hooks, as `tsx` and `@swc-node/register` do. */
function isLoaderPatched(): boolean {
  const now = partsOfLoader();
  return now.length !== asNodeHasThem.length || now.some((part, at) => part !== asNodeHasThem[at]);
}

function textOf(source: string | ArrayBuffer | Uint8Array): string {
  return typeof source === 'string' ? source : Buffer.from(source as Uint8Array).toString('utf8');
}

/** Taken before a test can replace it. */
const readFile = readFileSync;

function readBytes(file: string): Buffer | undefined {
  try {
    return readFile(file);
  } catch {
    return undefined;
  }
}

const { [preloadVariable]: request } = process.env;
// The process that runs the runner hands it on; those of test files hide it and how this file got here.
if (request !== undefined && process.env['NODE_TEST_CONTEXT'] !== undefined) {
  delete process.env[preloadVariable];
  process.execArgv = process.execArgv.filter((argument) => argument !== `--require=${__filename}`);
  const [, testFile] = process.argv;
  if (testFile !== undefined) start(JSON.parse(request) as PreloadRequest, realpathSync(testFile));
}
