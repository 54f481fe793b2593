import { type Problem, renderProblem } from '@nx-testmon/core';
import { expect, it } from 'vitest';
import { findReadProblems } from './read-problems';

const broken: Problem = { kind: 'tsconfig-unreadable', path: 'libs/a/tsconfig.json' };
const damaged: Problem = { kind: 'damaged-facts', facts: 2 };
const unmatched: Problem = { kind: 'no-declared-file', glob: '*.sql' };

const problemsOf = (problemsOfSuites: readonly (readonly Problem[])[]) =>
  findReadProblems(
    {
      suites: problemsOfSuites.map((problems) => ({ problems })),
      files: { problems: [{ kind: 'folder-unreadable', path: 'libs/b' }] },
      declarationProblems: [unmatched],
    } as unknown as Parameters<typeof findReadProblems>[0],
    { problems: [damaged] } as unknown as Parameters<typeof findReadProblems>[1],
  ).map(renderProblem);

it('problems of the store, the files, the graphs and the declarations are reported, each once', () => {
  const [store, folder, tsconfig, declared, ...more] = problemsOf([[broken], [broken]]);
  expect(store).toMatch(/^Ignored 2 damaged facts\./);
  expect(folder).toMatch(/^The folder libs\/b can't be read\./);
  expect(tsconfig).toMatch(/^libs\/a\/tsconfig\.json or a configuration that it extends can't be read\./);
  expect(declared).toMatch(/^dependsOnFiles: no file matches \*\.sql\./);
  expect(more).toEqual([]);
});

it('only the doctor reports what is unknown without a lockfile', () => {
  expect(
    problemsOf([
      [
        { kind: 'lockfile-missing', root: '/w' },
        { kind: 'package-in-no-lockfile', name: 'x' },
      ],
    ]),
  ).toEqual(problemsOf([]));
});
