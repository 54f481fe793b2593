import type { Instrumenter } from '@nx-testmon/core';
import type { LoadedTextRecorder } from '@nx-testmon/runner';
import type { Session } from './child/session';

/** How to find the texts of a module, and the found texts. */
export interface KnownTexts {
  /** Returns the texts that the module's functions would have without probes, by their texts with probes. */
  readonly find: () => ReadonlyMap<string, string> | undefined;
  texts?: ReturnType<KnownTexts['find']>;
}

/** The blocks of a module, and the text that they belong to. */
interface KnownBlocks {
  readonly text: string;
  readonly blocks: readonly string[] | undefined;
}

/** The state that scripts of this package share in one process. */
interface ProcessState {
  /** The session of the process that starts Jest. */
  readonly session: { current?: Session };
  /** By the request for them. */
  readonly instrumenters: Map<string, Instrumenter>;
  readonly loadedTexts: LoadedTextRecorder;
  /** By configuration and module. */
  readonly plainTexts: Map<string, KnownTexts>;
  /** By the absolute path of the module. */
  readonly blocks: Map<string, KnownBlocks>;
  /** Prototypes of resolvers that report their requests. */
  readonly tracedResolvers: Set<object>;
}

/**
 * State that scripts of this package share in one process. Each script is bundled into one file, and Jest
 * loads several of them by path, so module-level state would exist once in each of them.
 *
 * @param create returns the initial state
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
