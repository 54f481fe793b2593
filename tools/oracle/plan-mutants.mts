import { readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { chooseRandom, takeRandom, type Random } from '../shared/random.mts';
import { findConfigEdits } from './config-edits.mts';
import { findDataEdits } from './data-edits.mts';
import { findManifestEdits, findTsconfigEdits } from './json-option-edits.mts';
import type { FileEdit, Mutant, MutantKind, TextEdit } from './mutant.mts';
import { findSourceEdits } from './source-edits.mts';
import type { WorkspaceFile } from './workspace-files.mts';

type Edit = TextEdit | FileEdit;

function findEdits({ path, role, shadowedBy }: WorkspaceFile, text: string): readonly Edit[] {
  switch (role) {
    case 'data':
      return findDataEdits(path, text);
    case 'config':
      return findConfigEdits(path, text);
    case 'manifest':
      return findManifestEdits(path, text);
    case 'tsconfig':
      return findTsconfigEdits(path, text);
    case 'script':
      return [{ kind: 'executable-bit', file: path, line: 1 }];
    case 'setup':
      return [...findConfigEdits(path, text), ...findCodeEdits(path, text, shadowedBy)];
    case 'source':
      return findCodeEdits(path, text, shadowedBy);
    default:
      return role satisfies never;
  }
}

function findCodeEdits(path: string, text: string, shadowedBy: string | undefined): readonly Edit[] {
  const ofFile: readonly FileEdit[] = [
    { kind: 'deleted-file', file: path, line: 1 },
    { kind: 'renamed-file', file: path, line: 1 },
    ...(shadowedBy === undefined
      ? []
      : [{ kind: 'added-file', file: path, line: 1, added: shadowedBy } as const]),
  ];
  return [...ofFile, ...findSourceEdits(path, text)];
}

type Change = Pick<Mutant, 'changes' | 'keepsDates' | 'modes'>;

function changeOf(edit: Edit, text: string): Change {
  const { kind, file } = edit;
  switch (kind) {
    case 'deleted-file':
      return { changes: { [file]: null } };
    case 'renamed-file': {
      const extension = extname(file);
      return { changes: { [file]: null, [`${file.slice(0, -extension.length)}-renamed${extension}`]: text } };
    }
    case 'added-file':
      return { changes: { [edit.added ?? file]: "throw new Error('oracle');\nexport {};\n" } };
    case 'executable-bit':
      return { changes: { [file]: text }, modes: { [file]: 0o644 } };
    default: {
      const changes = { [file]: text.slice(0, edit.from) + edit.replacement + text.slice(edit.to) };
      return { changes, ...(kind === 'kept-date' ? { keepsDates: true } : {}) };
    }
  }
}

interface MutantPlan {
  readonly workspace: string;
  readonly files: readonly WorkspaceFile[];
  readonly kinds: readonly MutantKind[];
  readonly count: number;
  readonly random: Random;
}

/** Chooses mutants: first a kind, each as likely as any other, then one of its edits. No edit is taken twice. */
export function planMutants({ workspace, files, kinds, count, random }: MutantPlan): readonly Mutant[] {
  const edits = new Map<MutantKind, Edit[]>(kinds.map((kind) => [kind, []]));
  const read = (path: string): string => readFileSync(join(workspace, path), 'utf8');
  for (const file of files) {
    for (const edit of findEdits(file, read(file.path))) edits.get(edit.kind)?.push(edit);
  }
  const mutants: Mutant[] = [];
  while (mutants.length < count) {
    const open = [...edits].filter(([, list]) => list.length > 0);
    if (open.length === 0) break;
    const [kind, list] = chooseRandom(open, random);
    const edit = takeRandom(list, random);
    mutants.push({ kind, file: edit.file, line: edit.line, ...changeOf(edit, read(edit.file)) });
  }
  return mutants;
}
