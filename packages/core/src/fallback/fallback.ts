import type { FallbackCause } from '../model/module-model';
import type { BlockKey } from '../records/block-id';

/** Why a test file depends on more than it executed and read. */
export interface Fallback {
  readonly kind: FallbackKind;
  /** The file whose code is the cause, relative to the workspace root; absent if no code is. */
  readonly module?: string;
  /** 1-based; for observed causes, the line at run time. */
  readonly line?: number;
  /** The block that is the cause, if the dependency graph found it. */
  readonly block?: BlockKey;
  /** The specifier, program, package, file or code that the sentence is about. */
  readonly subject?: string;
  /** The npm package that contains the subject; only of native code, and absent outside packages. */
  readonly package?: string;
}

export type FallbackKind = CodeFallbackKind | TracedFallbackKind | RunFallbackKind;

/** Found in the code: something that can't be followed and was not observed. */
export type CodeFallbackKind = FallbackCause | 'unresolved-import' | 'syntax-error' | 'whole-module';

/** Observed while the test file ran. */
export type TracedFallbackKind =
  | 'process-started'
  | 'thread-started'
  | 'native-code'
  | 'untraced-builtin'
  | 'too-many-reads'
  | 'open-files'
  | 'system-failed'
  | 'tracing-failed'
  | 'runs-test-runner'
  | 'runner-untraced'
  | 'modules-unknown'
  | 'loads-unknown'
  | 'custom-loader';

/** The way in which the test file ran, or that it did not run. */
export type RunFallbackKind =
  | 'coverage'
  | 'browser'
  | 'custom-test-runner'
  | 'one-process'
  | 'no-module-hooks'
  | 'no-probes'
  | 'checks-types'
  | 'shared-modules'
  | 'reads-untraced'
  | 'reads-incomplete'
  | 'not-collected'
  | 'seeded';

/**
 * What the test file depends on instead of what it executed and read. `project`: every file of the project and of the
 * projects that it depends on. `data`: every data file of the project. `code`: all code that the test file can reach,
 * and the data files. `module`: the whole text of one module.
 */
export type FallbackScope = 'project' | 'data' | 'code' | 'module';
