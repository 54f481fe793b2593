import type { Instrumenter } from '@nx-testmon/core';
import type { LoadedTextRecorder } from '@nx-testmon/runner';
import type { Session } from './child/session';

/** How to find the texts of a module, and what was found. */
export interface KnownTexts {
  /** The texts that the module's functions would have without probes, by the texts that they have. */
  readonly find: () => ReadonlyMap<string, string> | undefined;
  texts?: ReturnType<KnownTexts['find']>;
}

/** The blocks of a module, and the text that they are of. */
interface KnownBlocks {
  readonly text: string;
  readonly blocks: readonly string[] | undefined;
}

/** The state that scripts of this package share in one process. */
interface ProcessState {
  /** Of the process that starts Jest. */
  readonly session: { current?: Session };
  /** By their path and the folder of their cache. */
  readonly instrumenters: Map<string, Instrumenter>;
  readonly loadedTexts: LoadedTextRecorder;
  /** By configuration and module. */
  readonly plainTexts: Map<string, KnownTexts>;
  /** By the absolute path of the module. */
  readonly blocks: Map<string, KnownBlocks>;
  /** Prototypes of resolvers that report what they are asked. */
  readonly tracedResolvers: Set<object>;
}

/**
 * State that scripts of this package share in one process. Each script is bundled into one file, and Jest loads
 * several of them by path: what a module keeps for itself, each of them would have of its own.
 *
 * @param create gives what is there before anything is kept
 */
export function processState<Name extends keyof ProcessState>(
  name: Name,
  create: () => ProcessState[Name],
): ProcessState[Name] {
  const key = Symbol.for(`nx-testmon.jest.${name}`);
  const kept = process as unknown as Record<symbol, ProcessState[Name] | undefined>;
  const known = kept[key];
  if (known !== undefined) return known;
  const value = create();
  Object.defineProperty(process, key, { value });
  return value;
}
