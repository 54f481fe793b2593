import type { Decision, Fallback } from '@nx-testmon/core';
import type { ChangePath } from '../../task/report/change-path';

/**
 * Why a test file would run now or be skipped, and everything it depends on. Paths are relative to the
 * workspace root.
 */
export interface TestFileExplanation {
  readonly project: string;
  readonly target: string;
  readonly suite: string;
  readonly file: string;
  readonly isSelected: boolean;
  readonly decision: Decision;
  /** One line for people to read. */
  readonly reason: string;
  /** How the test file ended when it last ran in this environment; absent if no run is known. */
  readonly lastRun?: ExplainedRun;
  /** The changes since it last passed. */
  readonly changes: readonly ChangePath[];
  readonly dependencies: DependenciesByKind;
  /** Why it depends on more than it executes and reads, with current line numbers. */
  readonly fallbacks: readonly Fallback[];
}

/** How a test file ended. */
export interface ExplainedRun {
  readonly outcome: 'passed' | 'failed';
  readonly durationMs: number;
  /** In ms since 1970. */
  readonly endedAt: number;
}

/** The dependencies of a test file by kind. Each list is sorted. */
export interface DependenciesByKind {
  /**
   * `execution`: what the test file executed and read when it last ran. `code`: everything its code can
   * reach, because it is unknown what it executes.
   */
  readonly basis: 'execution' | 'code';
  readonly modules: readonly ExplainedModule[];
  readonly files: readonly ExplainedFile[];
  readonly packages: readonly ExplainedPackage[];
  /** Names of environment variables. */
  readonly variables: readonly string[];
  readonly configuration: readonly ExplainedConfiguration[];
  readonly groups: readonly ExplainedGroup[];
}

/** A module that the test file loads, or whose types it checks. */
export interface ExplainedModule {
  readonly path: string;
  /** The number of functions in it. */
  readonly functions: number;
  /**
   * Names of the functions that the test file executed; absent if they are unknown. Everything that its code
   * can reach then counts.
   */
  readonly executed?: readonly string[];
}

/** A file or folder that is not a module. */
export interface ExplainedFile {
  readonly path: string;
  /**
   * `content`: the content of the file, or of all files of the folder. `names`: the names in the folder.
   * `presence`: whether the path exists.
   */
  readonly use: 'content' | 'names' | 'presence';
}

export interface ExplainedPackage {
  readonly name: string;
  /** The versions that the project resolves; empty for a package that is not found. */
  readonly versions: readonly string[];
}

/** A file, or compiler options of a folder, that decides how modules are found, compiled or run. */
export interface ExplainedConfiguration {
  readonly path: string;
  readonly kind: 'test runner' | 'compiler options' | 'package fields';
}

/** Files or packages that count as a group and are not named individually. */
export interface ExplainedGroup {
  /** `project`: its files and those of the projects it depends on. `data`: data files in a folder. `declared`: files of a glob. */
  readonly kind: 'project' | 'data' | 'declared' | 'packages';
  /** Name of the project, the folder or the glob; `*` stands for all installed packages. */
  readonly name: string;
}
