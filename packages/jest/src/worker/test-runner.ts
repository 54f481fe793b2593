import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { joinReadTraces, marksName, namesOfMarks, type ReadTrace, type RunnerSyntax } from '@nx-testmon/core';
import { tracedProcess } from '@nx-testmon/runner';
import { processState } from '../process-state';
import { compiledTraces } from './compiled-reads';
import { installInRealm } from './install-in-realm';
import { untracedInstrumenter } from './untraced-instrumenter';
import { loadedTextRecorder, textForTransformer } from './loaded-texts';
import { loadModule } from './load-module';
import { isResolverTraced } from './trace-resolver';

interface Environment {
  /** Marks of the probes by the path of each module: byte n is 1 if block n has run. */
  readonly global?: { readonly [marksName]?: ReadonlyMap<string, Uint8Array> };
}

interface Config {
  readonly id: string;
  readonly nxTestmon?: {
    readonly testRunner: string;
    readonly workspaceRoot: string;
    readonly instrumenter: string;
    readonly syntax: RunnerSyntax;
    readonly cache?: string;
    readonly runtime?: string;
  };
}

type TestRunner = (
  globalConfig: unknown,
  config: Config,
  environment: Environment,
  ...more: unknown[]
) => Promise<object>;

/**
 * Runs a test file with the configured test runner, and adds the executed blocks to its result. This is not
 * done in an environment, because a comment in a test file may select another environment.
 */
export default async function runWithProbes(...parameters: Parameters<TestRunner>): Promise<object> {
  const [, config, environment] = parameters;
  const path = config.nxTestmon?.testRunner ?? createRequire(__filename).resolve('jest-circus/runner');
  const run = (await loadModule(path)) as TestRunner;
  // Repeated because Jest formats stacks from here on, and for runners that create their own runtime.
  if (environment.global) installInRealm(environment.global, config.id);
  const tracer = tracedProcess()?.tracer;
  tracer?.startTestFile();
  try {
    const result = await run(...parameters);
    const reads = tracer && readsOf(tracer.endTestFile(), config, environment);
    const loaded = loadedTextRecorder().take();
    return Object.assign(result, {
      nxTestmonSeen: readMarks(config, environment),
      ...(reads ? { nxTestmonReads: reads } : {}),
      ...(loaded ? { nxTestmonLoaded: loaded } : {}),
    });
  } catch (error) {
    // Ends the trace, so that the next test file does not get these reads.
    tracer?.endTestFile();
    throw error;
  }
}

/** Reads of the test file, and reads of the compilation of modules that it loaded. */
function readsOf(trace: ReadTrace, { nxTestmon }: Config, { global }: Environment): ReadTrace {
  const { loads, ...joined } = [...compiledTraces(global), ...compiledTraces(globalThis)]
    .map((one) => ({ ...one, loaded: [] }))
    .reduce(joinReadTraces, trace);
  const isTraced = nxTestmon?.runtime !== undefined && isResolverTraced();
  return isTraced && loads ? { ...joined, loads } : joined;
}

/** Names of the executed blocks. They are unknown for a module that has changed since it was loaded. */
function readMarks(config: Config, { global }: Environment): Record<string, readonly string[]> {
  const collected: Record<string, readonly string[]> = {};
  for (const [path, marks] of global?.[marksName] ?? []) {
    const names = namesOfMarks(blocksOf(config, path) ?? [], marks);
    if (names !== undefined) collected[path] = names;
  }
  return collected;
}

/** The transformer has written them to the cache of probes, in this process or in another one. */
function blocksOf({ nxTestmon }: Config, path: string): readonly string[] | undefined {
  if (!nxTestmon) return undefined;
  const file = join(nxTestmon.workspaceRoot, path);
  const text = textOf(file);
  const loaded = loadedTextRecorder();
  if (text === undefined || loaded.hasSeveral(path)) return undefined;
  const known = processState('blocks', () => new Map());
  const last = known.get(file);
  if (last?.text === text) return last.blocks;
  if (!loaded.isOnly(path, textForTransformer(text))) return undefined;
  const blocks = untracedInstrumenter(nxTestmon).insertProbes(text, file, path)?.blocks;
  known.set(file, { text, blocks });
  return blocks;
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
