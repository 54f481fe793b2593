import { type Problem, renderProblem } from '@nx-testmon/core';
import { expect, it } from 'vitest';
import { withReadProblems } from './read-problems';

const broken: Problem = { kind: 'tsconfig-unreadable', path: 'libs/a/tsconfig.json' };
const damaged: Problem = { kind: 'damaged-facts', facts: 2 };
const unmatched: Problem = { kind: 'no-declared-file', glob: '*.sql' };

const problemsOf = (problemsOfSuites: readonly (readonly Problem[])[]) =>
  withReadProblems(
    {
      suites: problemsOfSuites.map((problems) => ({ problemsSoFar: () => problems })),
      files: { problems: [{ kind: 'folder-unreadable', path: 'libs/b' }] },
      declarationProblems: [unmatched],
    },
    { problemsSoFar: () => [damaged] },
    () => undefined,
  ).problems.map(renderProblem);

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

it('what the work could not read is in its problems, and what is read later is not', () => {
  const ofStore: Problem[] = [];
  const ofFiles: Problem[] = [];
  const ofSuite: Problem[] = [];
  const read = () => {
    ofStore.push(damaged);
    ofFiles.push({ kind: 'folder-unreadable', path: `libs/${ofFiles.length}` });
    ofSuite.push(broken);
    return 'decided';
  };
  const { result, problems } = withReadProblems(
    {
      suites: [{ problemsSoFar: () => [...ofSuite] }],
      files: { problems: ofFiles },
      declarationProblems: [],
    },
    { problemsSoFar: () => [...ofStore] },
    read,
  );
  read();
  expect(result).toBe('decided');
  expect(problems).toEqual([damaged, { kind: 'folder-unreadable', path: 'libs/0' }, broken]);
});
