import {
  createDiscoverySchema,
  type Fallback,
  fallbackKinds,
  type LoadedTexts,
  type ReadTrace,
  type TestFileId,
  type TestFileResult,
} from '@nx-testmon/core';
import type { z as Zod } from 'zod';
import { mark } from './message-mark';

/** The request that the child process receives. Paths are absolute. */
export interface ChildRequest {
  /** Path of the module that exports the runner's API, resolved from the project. */
  readonly entry: string;
  readonly version: string;
  readonly workspaceRoot: string;
  readonly projectName: string;
  readonly config: string | undefined;
  readonly runnerArguments: readonly string[];
}

export interface RunRequest extends ChildRequest {
  readonly files: 'all' | readonly TestFileId[];
  /** The order in which files run unless the user has configured a sequencer. Other files come first. */
  readonly order?: readonly TestFileId[] | undefined;
  /** If false, the runner's caches in the workspace are not changed. */
  readonly keepCache: boolean;
  /** Of projects, as core's `installationRoots` gives them. */
  readonly installationRoots: readonly string[];
  /** Without it, nothing is collected. */
  readonly probes: ProbesRequest | undefined;
  /** Path of the script that traces what a process reads: child scripts are bundled, and it lies elsewhere. */
  readonly readsPreload: string;
}

/** How probes are inserted. */
export interface ProbesRequest {
  /** Path of core's `InstrumenterModule`. */
  readonly instrumenter: string;
  /** Cache folder for later collecting runs; without it, nothing is cached. */
  readonly cache?: string | undefined;
}

type ZodApi = typeof Zod;

function makeFallbackSchema(z: ZodApi) {
  return z.object({
    kind: z.enum(fallbackKinds),
    module: z.string().exactOptional(),
    line: z.number().exactOptional(),
    subject: z.string().exactOptional(),
  }) satisfies Zod.ZodType<Fallback>;
}

function makeReadTraceSchema(z: ZodApi) {
  const states = z.record(z.string(), z.string()).readonly();
  return z.object({
    files: states,
    modules: states,
    folders: states,
    lookups: states,
    packages: z.array(z.string()).readonly(),
    variables: z.array(z.string()).readonly(),
    created: z.array(z.string()).readonly(),
    loaded: z.array(z.string()).readonly().exactOptional(),
    loads: z
      .object({
        specifiers: z.record(z.string(), z.array(z.string()).readonly()).readonly(),
        byNode: z.array(z.string()).readonly(),
        withProbes: z.array(z.string()).readonly().exactOptional(),
      })
      .exactOptional(),
    includesEarlierTestFiles: z.boolean().exactOptional(),
    fallbacks: z.array(makeFallbackSchema(z)).readonly().exactOptional(),
  }) satisfies Zod.ZodType<ReadTrace>;
}

function makeTestFileResultSchema(z: ZodApi) {
  return z.object({
    testFile: makeTestFileSchema(z),
    outcome: z.enum(['passed', 'failed']),
    durationMs: z.number(),
    endedAt: z.number(),
    complete: z.boolean(),
    collected: z.record(z.string(), z.array(z.string()).readonly()).readonly().exactOptional(),
    reads: makeReadTraceSchema(z).exactOptional(),
    loadedTexts: makeLoadedTextsSchema(z).exactOptional(),
    loadedTextsAreComplete: z.literal(true).exactOptional(),
  }) satisfies Zod.ZodType<TestFileResult>;
}

function makeLoadedTextsSchema(z: ZodApi) {
  return z.record(z.string(), z.array(z.string()).readonly()).readonly() satisfies Zod.ZodType<LoadedTexts>;
}

function makeTestFileSchema(z: ZodApi) {
  return z.object({ suite: z.string(), path: z.string() }) satisfies Zod.ZodType<TestFileId>;
}

/** Created on first use: the child process only sends messages and need not load the schema library. */
function makeSchema() {
  const { z } = require('zod') as { z: ZodApi };
  const testFile = makeTestFileSchema(z);

  return z.discriminatedUnion('type', [
    z.object({
      from: z.literal(mark),
      type: z.literal('discovered'),
      discovery: createDiscoverySchema(z),
    }),
    z.object({ from: z.literal(mark), type: z.literal('refused'), message: z.string() }),
    z.object({ from: z.literal(mark), type: z.literal('found'), found: z.array(testFile) }),
    z.object({ from: z.literal(mark), type: z.literal('started'), files: z.array(testFile) }),
    z.object({
      from: z.literal(mark),
      type: z.literal('ended-file'),
      result: makeTestFileResultSchema(z),
    }),
    z.object({ from: z.literal(mark), type: z.literal('read'), reads: makeReadTraceSchema(z) }),
    z.object({ from: z.literal(mark), type: z.literal('loaded'), loadedTexts: makeLoadedTextsSchema(z) }),
    z.object({
      from: z.literal(mark),
      type: z.literal('not-collected'),
      fallback: makeFallbackSchema(z),
      suite: z.string().exactOptional(),
    }),
    z.object({ from: z.literal(mark), type: z.literal('unhandled'), message: z.string() }),
    z.object({
      from: z.literal(mark),
      type: z.literal('ended'),
      interrupted: z.boolean(),
      failed: z.boolean(),
    }),
  ]);
}

export type RunnerMessage = Zod.infer<ReturnType<typeof makeSchema>>;

/** Reads the messages of one child process. The schema is created for the first one. */
export class MessageReader {
  private schema: ReturnType<typeof makeSchema> | undefined;

  /** @returns `undefined` for messages that are not from the child scripts */
  read(message: unknown): RunnerMessage | undefined {
    this.schema ??= makeSchema();
    const parsed = this.schema.safeParse(message);
    return parsed.success ? parsed.data : undefined;
  }
}
