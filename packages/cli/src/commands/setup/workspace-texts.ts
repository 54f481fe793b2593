import { isObject } from '@nx-testmon/core';

/** A file of the workspace. The path is relative to its root. */
export interface TextFile {
  readonly path: string;
  readonly text: string;
}

/** A package whose scripts are edited. */
export interface PackageText extends TextFile {
  readonly name: string;
  /** Relative to the workspace root; `.` for the root itself. */
  readonly root: string;
  /** Whether it has tests that nx-testmon runs. */
  readonly hasTests: boolean;
  /** Its own `turbo.json`, with an empty text if the file does not exist; `undefined` for the workspace root. */
  readonly turbo: TextFile | undefined;
}

/** The files of a workspace without Nx that can name nx-testmon. */
export interface WorkspaceTexts {
  readonly packages: readonly PackageText[];
  readonly turbo: TextFile | undefined;
  /** Empty if the file does not exist. */
  readonly gitignore: TextFile;
}

/** The planned changes. */
export interface SetupPlan {
  /** Files with their new texts; a file with an empty text is deleted. */
  readonly files: readonly TextFile[];
  /** One line for each change. */
  readonly changes: readonly string[];
  /** Changes that are left to the user. */
  readonly advice: readonly string[];
}

export function fieldOf(value: unknown, key: string): unknown {
  return isObject(value) ? value[key] : undefined;
}

/** The strings of a list; empty for any other value. */
export function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}
