/** Every kind of mutant, by its name on the command line. Output shows the words without hyphens. */
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

/** One part of one file replaced. */
export interface TextEdit {
  readonly kind: MutantKind;
  /** Relative to the workspace. */
  readonly file: string;
  /** Offsets in the text. */
  readonly from: number;
  readonly to: number;
  readonly replacement: string;
  /** Counts from 1. */
  readonly line: number;
  /** Files that come in with it, by path. */
  readonly beside?: Readonly<Record<string, string>>;
}

/** One file deleted, renamed or made not executable. */
export interface FileEdit {
  readonly kind: 'deleted-file' | 'renamed-file' | 'executable-bit';
  readonly file: string;
  readonly line: number;
}

/** One file added beside another. */
export interface AddedFileEdit {
  readonly kind: 'added-file' | 'platform-file' | 'added-configuration';
  readonly file: string;
  readonly line: number;
  /** Path of the file that is added. */
  readonly added: string;
  readonly text: string;
}

/** One variable set for all commands. */
export interface EnvironmentEdit {
  readonly kind: 'environment-variable';
  /** The first of the files that read it. */
  readonly file: string;
  readonly line: number;
  readonly variable: string;
  /** Paths of files. */
  readonly readBy: readonly string[];
}

export type Edit = TextEdit | FileEdit | AddedFileEdit | EnvironmentEdit;

export interface Mutant {
  readonly kind: MutantKind;
  readonly file: string;
  readonly line: number;
  /** The contents that the mutant leaves, by path relative to the workspace; `null` is no file. */
  readonly changes: Readonly<Record<string, string | null>>;
  /** If true, changed files keep their dates. */
  readonly keepsDates?: boolean;
  /** Modes of files, by path. */
  readonly modes?: Readonly<Record<string, number>>;
  /** Variables of every command that sees the mutant. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Paths of files that see the mutant where it changes none. */
  readonly readBy?: readonly string[];
}

/** Paths of what a mutant changes, or of what sees the change. */
export const changedFilesOf = ({ changes, readBy = [] }: Mutant): readonly string[] => [
  ...Object.keys(changes),
  ...readBy,
];
