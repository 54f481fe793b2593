import type { Fallback } from '@nx-testmon/core';

/**
 * The code that made an access: the nearest frame of the call stack that is not Node's own file system code.
 */
export interface Caller {
  /**
   * `loader`: Node's module loader. `runner`: the test runner. `search`: a package that finds modules for the
   * test runner. `own`: nx-testmon. `other`: everything else, including an unknown caller.
   */
  readonly by: 'loader' | 'runner' | 'search' | 'own' | 'other';
  /** The file of that frame, if there is one. */
  readonly file?: string;
  /**
   * True if the running test file makes the access through a package that otherwise searches for the test
   * runner.
   */
  readonly isForTest?: boolean;
  /** True if Node's own code, called by that file, makes the access. */
  readonly isThroughNode?: boolean;
  /** True if the test runner replaces something for a test, and restores it later. */
  readonly replaces?: boolean;
}

/** The location of a path. */
export interface Target {
  /** Absolute path; links are resolved if the path leads into a package or out of the workspace. */
  readonly absolute: string;
  /** The absolute path as the caller wrote it, if it differs. */
  readonly spelled?: string;
  /** Path relative to the workspace root, with `../` for paths outside of it; absent if it is not traced. */
  readonly path?: string;
  /** True in a folder of installed packages. */
  readonly isInstalled?: boolean;
  /**
   * Folder of the npm package that contains the path: relative to the workspace root, or absolute outside of
   * it.
   */
  readonly package?: string;
}

/** A traced path outside of packages. */
export interface WorkspaceTarget extends Target {
  readonly path: string;
}

/**
 * The events of a traced process, in order. States of paths are those before the call: a digest, `missing`,
 * or the result of `Disk.lookUp`.
 */
export type ReadEvent =
  /** Content was read. For a folder, `digest` is `folder`, and `lookup` contains the target of links. */
  | {
      readonly type: 'FileRead';
      readonly target: WorkspaceTarget;
      readonly caller: Caller;
      readonly digest: string;
      readonly lookup?: string;
    }
  /** Size, dates or mode were read. They count as the content. */
  | {
      readonly type: 'FileStatsRead';
      readonly target: WorkspaceTarget;
      readonly caller: Caller;
      readonly digest: string;
      readonly lookup?: string;
    }
  | {
      readonly type: 'FolderListed';
      readonly target: WorkspaceTarget;
      readonly caller: Caller;
      readonly digest: string;
    }
  /** A path was looked up, to see whether it exists. */
  | {
      readonly type: 'LookupMade';
      readonly target: WorkspaceTarget;
      readonly caller: Caller;
      readonly lookup: string;
    }
  /** A file of a package was accessed. `isContent`: its content was read. */
  | {
      readonly type: 'PackageRead';
      readonly target: Target;
      readonly caller: Caller;
      readonly isContent: boolean;
    }
  /** A file outside of the workspace and of its packages was read. */
  | { readonly type: 'OutsideFileRead'; readonly target: Target; readonly caller: Caller }
  /** Node's own loader loaded a module of the workspace. */
  | { readonly type: 'ModuleLoaded'; readonly target: WorkspaceTarget; readonly digest: string }
  /** Node's own loader loaded a module of a package, or one outside of the workspace. */
  | { readonly type: 'PackageLoaded'; readonly target: Target }
  /** From now on, the process reports all loads of modules. */
  | { readonly type: 'LoadsTraced' }
  /**
   * A module of the workspace loads another one, or tries to, by a specifier that is not the path of the
   * file.
   */
  | {
      readonly type: 'SpecifierUsed';
      readonly module: string;
      readonly specifier: string;
      readonly caller: Caller;
    }
  /** `path` did not exist before. */
  | { readonly type: 'FileCreated'; readonly path: string }
  /** The content of a file was replaced without being read. */
  | { readonly type: 'FileOverwritten'; readonly path: string }
  /** The content of a file that had been read before was changed. */
  | { readonly type: 'FileChanged'; readonly path: string }
  /** An environment variable was read, or its presence was checked. */
  | { readonly type: 'VariableRead'; readonly name: string; readonly caller: Caller }
  /** An environment variable was set or deleted. `isRestored`: it has its original value again. */
  | {
      readonly type: 'VariableWritten';
      readonly name: string;
      readonly caller: Caller;
      readonly isRestored: boolean;
    }
  /** All environment variables were copied or enumerated, for example for another process. */
  | { readonly type: 'VariablesCopied'; readonly caller: Caller }
  /** A process or a thread was started, which may read anything. `subprocess`: its id, if it is traced. */
  | {
      readonly type: 'ProcessStarted';
      readonly caller: Caller;
      readonly fallback: Fallback;
      readonly subprocess?: string;
    }
  /** From now on, there may be reads without an event. */
  | { readonly type: 'TracingLost'; readonly fallback: Fallback }
  /** `sharingTestFile`: its absolute path if it shares modules with others; `''` if the path is unknown. */
  | { readonly type: 'TestFileStarted'; readonly sharingTestFile?: string }
  | { readonly type: 'TestFileEnded' }
  | { readonly type: 'CompilationStarted' }
  | { readonly type: 'CompilationEnded' };

/** The events of one type, or of several. */
export type EventOf<Type extends ReadEvent['type']> = Extract<ReadEvent, { readonly type: Type }>;

/** An access to one path in the workspace. */
export type PathEvent = EventOf<'FileRead' | 'FileStatsRead' | 'FolderListed' | 'LookupMade'>;

/** The kind of access to a path. */
export type PathEventType = PathEvent['type'];
