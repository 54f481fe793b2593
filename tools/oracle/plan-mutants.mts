import { existsSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { takeRandom, type Random } from '../shared/random.mts';
import { findConfigurationEdits, findPlatformEdits } from './added-file-edits.mts';
import { findConfigEdits } from './config-edits.mts';
import { findDataEdits } from './data-edits.mts';
import { findEnvironmentFileEdits, findVariableEdits } from './environment-edits.mts';
import { findExportEdits } from './export-edits.mts';
import { findManifestEdits, findTsconfigEdits } from './json-option-edits.mts';
import { findMemberEdits } from './member-edits.mts';
import type { Edit, FileEdit, Mutant, MutantKind, TextEdit } from './mutant.mts';
import { findSourceEdits } from './source-edits.mts';
import { scanWorkspace, type WorkspaceScan } from './scan-workspace.mts';
import type { WorkspaceFile } from './workspace-files.mts';

/** The context on which the edits of one file depend. */
interface EditContext {
  readonly scan: WorkspaceScan;
  readonly isThere: (path: string) => boolean;
}

function findEdits(file: WorkspaceFile, text: string, context: EditContext): readonly Edit[] {
  const { path, role } = file;
  switch (role) {
    case 'data':
      return findDataEdits(path, text);
    case 'config':
      return findConfigEdits(path, text);
    case 'manifest': {
      const { scan, isThere } = context;
      return [...findManifestEdits(path, text), ...findConfigurationEdits(path, scan, isThere)];
    }
    case 'tsconfig':
      return findTsconfigEdits(path, text);
    case 'script':
      return [{ kind: 'executable-bit', file: path, line: 1 }];
    case 'environment':
      return findEnvironmentFileEdits(path, text);
    case 'setup':
      return [...findConfigEdits(path, text), ...findCodeEdits(file, text, context)];
    case 'source':
      return findCodeEdits(file, text, context);
    case 'test':
      return [];
    default:
      return role satisfies never;
  }
}

function findCodeEdits(file: WorkspaceFile, text: string, { scan, isThere }: EditContext): readonly Edit[] {
  const { path, shadowedBy } = file;
  const ofFile: readonly FileEdit[] = [
    { kind: 'deleted-file', file: path, line: 1 },
    { kind: 'renamed-file', file: path, line: 1 },
  ];
  const shadow = "throw new Error('oracle');\nexport {};\n";
  return [
    ...ofFile,
    ...(shadowedBy === undefined
      ? []
      : [{ kind: 'added-file', file: path, line: 1, added: shadowedBy, text: shadow } as const]),
    ...findPlatformEdits(file, scan, isThere),
    ...findSourceEdits(path, text, scan),
    ...findMemberEdits(path, text),
    ...findExportEdits(path, text),
  ];
}

type Change = Omit<Mutant, 'kind' | 'file' | 'line'>;

function changeOf(edit: Edit, text: string): Change {
  if ('variable' in edit) {
    return { changes: {}, environment: { [edit.variable]: 'oracle' }, readBy: edit.readBy };
  }
  if ('added' in edit) return { changes: { [edit.added]: edit.text } };
  return 'replacement' in edit ? changeOfText(edit, text) : changeOfFile(edit, text);
}

function changeOfText({ kind, file, from, to, replacement, beside }: TextEdit, text: string): Change {
  const changes = { ...beside, [file]: text.slice(0, from) + replacement + text.slice(to) };
  return { changes, ...(kind === 'kept-date' ? { keepsDates: true } : {}) };
}

function changeOfFile({ kind, file }: FileEdit, text: string): Change {
  switch (kind) {
    case 'deleted-file':
      return { changes: { [file]: null } };
    case 'renamed-file': {
      const extension = extname(file);
      return { changes: { [file]: null, [`${file.slice(0, -extension.length)}-renamed${extension}`]: text } };
    }
    case 'executable-bit':
      return { changes: { [file]: text }, modes: { [file]: 0o644 } };
    default:
      return kind satisfies never;
  }
}

interface MutantPlan {
  readonly workspace: string;
  readonly files: readonly WorkspaceFile[];
  readonly kinds: readonly MutantKind[];
  readonly count: number;
  readonly random: Random;
}

/**
 * Chooses mutants. The kinds take turns in random order, and each turn takes a random edit of its kind. No
 * edit is taken twice.
 */
export function planMutants({ workspace, files, kinds, count, random }: MutantPlan): readonly Mutant[] {
  const edits = new Map<MutantKind, Edit[]>(kinds.map((kind) => [kind, []]));
  const read = (path: string): string => readFileSync(join(workspace, path), 'utf8');
  const scan = scanWorkspace(files, read);
  const context = { scan, isThere: (path: string) => existsSync(join(workspace, path)) };
  const found = files.flatMap((file) => findEdits(file, read(file.path), context));
  for (const edit of [...found, ...findVariableEdits(scan)]) edits.get(edit.kind)?.push(edit);
  const mutants: Mutant[] = [];
  let turn: MutantKind[] = [];
  while (mutants.length < count) {
    const open = kinds.filter((kind) => edits.get(kind)?.length);
    if (open.length === 0) break;
    if (turn.length === 0) turn = [...open];
    const kind = takeRandom(turn, random);
    const list = edits.get(kind) ?? [];
    if (list.length === 0) continue;
    const edit = takeRandom(list, random);
    mutants.push({ kind, file: edit.file, line: edit.line, ...changeOf(edit, read(edit.file)) });
  }
  return mutants;
}
