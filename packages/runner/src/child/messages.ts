import {
  createDiscoverySchema,
  dictionary,
  type Fallback,
  fallbackKinds,
  type LoadedTexts,
  type ReadTrace,
  type RunnerSyntax,
  type TestFileId,
  type TestFileResult,
  type TracedLoads,
} from '@nx-testmon/core';
import type * as Valibot from 'valibot';
import { mark } from './message-mark';

/** The request that the child process receives. Paths are absolute. */
export interface ChildRequest {
  /** Path of the module that exports the test runner's API, resolved from the project. */
  readonly entry: string;
  readonly version: string;
  readonly workspaceRoot: string;
  readonly projectName: string;
  readonly config: string | undefined;
  readonly runnerArguments: readonly string[];
}

export interface RunRequest extends ChildRequest {
  readonly files: 'all' | readonly TestFileId[];
  /** The order in which files run, unless the user has configured a sequencer. Other files come first. */
  readonly order?: readonly TestFileId[] | undefined;
  /** If false, the test runner's caches in the workspace are not changed. */
  readonly keepCache: boolean;
  /**
   * If true, only the test runner's default reporter runs, so that report files of an earlier run are kept.
   */
  readonly onlyPrints?: boolean | undefined;
  /** Roots of projects, as core's `installationRoots` returns them. */
  readonly installationRoots: readonly string[];
  /** Without it, nothing is collected. */
  readonly probes: ProbesRequest | undefined;
  /**
   * Path of the script that traces what a process reads. It is not in the folder of the child scripts,
   * because these are bundled.
   */
  readonly readsPreload: string;
}

/** How probes are inserted. */
export interface ProbesRequest {
  /** Path of core's `InstrumenterModule`. */
  readonly instrumenter: string;
  /** Of all test runners. */
  readonly syntax: RunnerSyntax;
  /** Cache folder for later collecting runs; without it, nothing is cached. */
  readonly cache?: string | undefined;
}

/** A field without a schema would be dropped from received messages. */
type FieldsOf<Message> = Readonly<Record<keyof Message, Valibot.GenericSchema>>;

function makeFallbackSchema(v: typeof Valibot): Valibot.GenericSchema<unknown, Fallback> {
  return v.object({
    kind: v.picklist(fallbackKinds),
    module: v.exactOptional(v.string()),
    line: v.exactOptional(makeNumberSchema(v)),
    subject: v.exactOptional(v.string()),
    package: v.exactOptional(v.string()),
  } satisfies FieldsOf<Omit<Fallback, 'block'>>);
}

function makeNumberSchema(v: typeof Valibot) {
  return v.pipe(v.number(), v.finite());
}

function makeReadTraceSchema(v: typeof Valibot): Valibot.GenericSchema<unknown, ReadTrace> {
  const states = dictionary(v, v.string());
  const texts = v.array(v.string());
  return v.object({
    files: states,
    modules: states,
    folders: states,
    lookups: states,
    packages: texts,
    variables: texts,
    created: texts,
    loaded: v.exactOptional(texts),
    loads: v.exactOptional(
      v.object({
        specifiers: makeTextListsSchema(v),
        byNode: texts,
        withProbes: v.exactOptional(texts),
      } satisfies FieldsOf<TracedLoads>),
    ),
    includesEarlierTestFiles: v.exactOptional(v.boolean()),
    fallbacks: v.exactOptional(v.array(makeFallbackSchema(v))),
  } satisfies FieldsOf<ReadTrace>);
}

function makeTestFileResultSchema(v: typeof Valibot): Valibot.GenericSchema<unknown, TestFileResult> {
  return v.object({
    testFile: makeTestFileSchema(v),
    outcome: v.picklist(['passed', 'failed']),
    durationMs: makeNumberSchema(v),
    endedAt: makeNumberSchema(v),
    complete: v.boolean(),
    failedTests: v.exactOptional(v.array(v.string())),
    collected: v.exactOptional(makeTextListsSchema(v)),
    reads: v.exactOptional(makeReadTraceSchema(v)),
    loadedTexts: v.exactOptional(makeTextListsSchema(v)),
    loadedTextsAreComplete: v.exactOptional(v.literal(true)),
  } satisfies FieldsOf<TestFileResult>);
}

function makeTextListsSchema(v: typeof Valibot): Valibot.GenericSchema<unknown, LoadedTexts> {
  return dictionary(v, v.array(v.string()));
}

function makeTestFileSchema(v: typeof Valibot): Valibot.GenericSchema<unknown, TestFileId> {
  return v.object({ suite: v.string(), path: v.string() });
}

/**
 * Created on first use, because the child process only sends messages and does not need the schema library.
 */
function makeParser() {
  const v = require('valibot') as typeof Valibot;
  const from = v.literal(mark);
  const testFile = makeTestFileSchema(v);

  const schema = v.variant('type', [
    v.object({ from, type: v.literal('discovered'), discovery: createDiscoverySchema(v) }),
    v.object({ from, type: v.literal('refused'), message: v.string() }),
    v.object({ from, type: v.literal('found'), found: v.array(testFile) }),
    v.object({ from, type: v.literal('started'), files: v.array(testFile) }),
    v.object({ from, type: v.literal('ended-file'), result: makeTestFileResultSchema(v) }),
    v.object({ from, type: v.literal('read'), reads: makeReadTraceSchema(v) }),
    v.object({ from, type: v.literal('loaded'), loadedTexts: makeTextListsSchema(v) }),
    v.object({
      from,
      type: v.literal('not-collected'),
      fallback: makeFallbackSchema(v),
      suite: v.exactOptional(v.string()),
    }),
    v.object({ from, type: v.literal('unhandled'), message: v.string() }),
    v.object({
      from,
      type: v.literal('ended'),
      interrupted: v.boolean(),
      failed: v.boolean(),
      measuresCoverage: v.exactOptional(v.boolean()),
    }),
  ]);
  return v.safeParser(schema);
}

export type RunnerMessage = Valibot.InferOutput<ReturnType<typeof makeParser>['schema']>;

/** Reads the messages of one child process. The schema is created for the first message. */
export class MessageReader {
  private parse: ReturnType<typeof makeParser> | undefined;

  /** @returns `undefined` for messages that are not from the child scripts */
  read(message: unknown): RunnerMessage | undefined {
    this.parse ??= makeParser();
    const parsed = this.parse(message);
    return parsed.success ? parsed.output : undefined;
  }
}
