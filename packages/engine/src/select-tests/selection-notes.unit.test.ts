import { type Problem, renderProblem } from '@nx-testmon/core';
import { noRunFilters } from '@nx-testmon/runner';
import { expect, it } from 'vitest';
import { findSelectionNotes } from './selection-notes';

const broken: Problem = { kind: 'tsconfig-unreadable', path: 'libs/a/tsconfig.json' };
const damaged: Problem = { kind: 'damaged-facts', facts: 2 };
const unmatched: Problem = { kind: 'no-declared-file', glob: '*.sql' };

const notesOf = (problemsOfSuites: readonly (readonly Problem[])[]) =>
  findSelectionNotes(
    {
      suites: problemsOfSuites.map((problems) => ({ problems })),
      files: { problems: [{ kind: 'folder-unreadable', path: 'libs/b' }] },
      declarationProblems: [unmatched],
      runner: { listHint: '' },
      runFilters: noRunFilters,
    } as unknown as Parameters<typeof findSelectionNotes>[0],
    { skipped: [], order: [{}], fullRunReason: undefined } as unknown as Parameters<
      typeof findSelectionNotes
    >[1],
    { problems: [damaged] } as unknown as Parameters<typeof findSelectionNotes>[2],
    [],
  ).map((note) => (note.kind === 'problem' ? renderProblem(note.problem) : note.kind));

it('what the store, the files, the graphs and the declarations could not read is noted, each once', () => {
  const [store, folder, tsconfig, declared, ...more] = notesOf([[broken], [broken]]);
  expect(store).toMatch(/^Ignored 2 damaged facts\./);
  expect(folder).toMatch(/^The folder libs\/b can't be read\./);
  expect(tsconfig).toMatch(/^libs\/a\/tsconfig\.json or what it extends can't be read\./);
  expect(declared).toMatch(/^dependsOnFiles: no file matches \*\.sql\./);
  expect(more).toEqual([]);
});

it('what is not known without a lockfile is for the doctor', () => {
  expect(
    notesOf([
      [
        { kind: 'lockfile-missing', root: '/w' },
        { kind: 'package-in-no-lockfile', name: 'x' },
      ],
    ]),
  ).toEqual(notesOf([]));
});
