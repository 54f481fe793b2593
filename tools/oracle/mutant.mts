/** Every kind of mutant, by its name on the command line. The output shows the words without hyphens. */
export const kinds = [
  'negated-condition',
  'changed-return',
  'swapped-operator',
  'deleted-statement',
  'moved-statement',
  'changed-constant',
  'changed-class-field',
  'changed-export',
  'barrel-edit',
  'changed-data',
  'changed-config',
  'deleted-file',
  'renamed-file',
  'unresolvable-import',
  'early-error',
  'kept-date',
  'added-file',
  'executable-bit',
  'manifest-key',
  'tsconfig-option',
  'environment-variable',
  'function-text',
  'platform-file',
  'added-configuration',
  'added-member',
  'removed-member',
  'added-export',
] as const;

export type MutantKind = (typeof kinds)[number];

/** An edit that replaces a part of one file. */
export interface TextEdit {
  readonly kind: MutantKind;
  /** Relative to the workspace. */
  readonly file: string;
  /** Offsets in the text. */
  readonly from: number;
  readonly to: number;
  readonly replacement: string;
  /** Number of the line, starting at 1. */
  readonly line: number;
  /** Files that the edit adds, by path. */
  readonly beside?: Readonly<Record<string, string>>;
}

/** An edit that deletes or renames one file, or makes it not executable. */
export interface FileEdit {
  readonly kind: 'deleted-file' | 'renamed-file' | 'executable-bit';
  readonly file: string;
  readonly line: number;
}

/** An edit that adds one file beside another. */
export interface AddedFileEdit {
  readonly kind: 'added-file' | 'platform-file' | 'added-configuration';
  readonly file: string;
  readonly line: number;
  /** Path of the added file. */
  readonly added: string;
  readonly text: string;
}

/** An edit that sets one variable for all commands. */
export interface EnvironmentEdit {
  readonly kind: 'environment-variable';
  /** The first file that reads the variable. */
  readonly file: string;
  readonly line: number;
  readonly variable: string;
  /** Paths of all files that read the variable. */
  readonly readBy: readonly string[];
}

export type Edit = TextEdit | FileEdit | AddedFileEdit | EnvironmentEdit;

export interface Mutant {
  readonly kind: MutantKind;
  readonly file: string;
  readonly line: number;
  /** Contents that the mutant writes, by path relative to the workspace; `null` deletes the file. */
  readonly changes: Readonly<Record<string, string | null>>;
  /** If true, changed files keep their dates. */
  readonly keepsDates?: boolean;
  /** Modes of files, by path. */
  readonly modes?: Readonly<Record<string, number>>;
  /** Variables that every command gets while the mutant is applied. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Paths of the files that read these variables. */
  readonly readBy?: readonly string[];
}

/** Paths of the files that a mutant changes, or that read its variables. */
export const changedFilesOf = ({ changes, readBy = [] }: Mutant): readonly string[] => [
  ...Object.keys(changes),
  ...readBy,
];
