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
] as const;

export type MutantKind = (typeof kinds)[number];

/** A kind that deletes, renames or adds a file, or changes what is known of it beside its text. */
export type FileEditKind = 'deleted-file' | 'renamed-file' | 'added-file' | 'executable-bit';

/** A kind that replaces a part of a file's text. */
export type TextEditKind = Exclude<MutantKind, FileEditKind>;

/** One part of one file replaced. */
export interface TextEdit {
  readonly kind: TextEditKind;
  /** Relative to the workspace. */
  readonly file: string;
  /** Offsets in the text. */
  readonly from: number;
  readonly to: number;
  readonly replacement: string;
  /** Counts from 1. */
  readonly line: number;
}

/** One file deleted, renamed, added or made not executable. */
export interface FileEdit {
  readonly kind: FileEditKind;
  readonly file: string;
  readonly line: number;
  /** Path of a file that is added beside it. */
  readonly added?: string;
}

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
}
