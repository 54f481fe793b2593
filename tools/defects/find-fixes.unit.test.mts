import { expect, test } from 'vitest';
import { asFix } from './find-fixes.mts';

const files = ['src/sum.ts', 'src/sum.test.ts', 'CHANGELOG.md'];
const subjectIsFix = (subject: string): boolean => asFix({ hash: 'a', subject, files }) !== undefined;

test('a commit whose subject mentions a defect is a fix', () => {
  expect(
    ['fix: sums', 'Fixed the sum', 'Bugfix in sums', 'sum: avoid a regression'].map(subjectIsFix),
  ).toEqual([true, true, true, true]);
  expect(['feat: sums', 'prefix sums', 'docs: fix a typo', 'Add a fixture'].map(subjectIsFix)).toEqual([
    false,
    false,
    false,
    false,
  ]);
});

test('sources are reversed, tests and the files that belong to them are not', () => {
  const fix = asFix({
    hash: 'a',
    subject: 'fix',
    files: [
      'a/src/sum.ts',
      'a/src/sum.spec.ts',
      'a/src/__tests__/expected.ts',
      'a/test/setup.ts',
      'a/vitest.config.ts',
      'a/src/types.d.ts',
      'a/View.vue',
      'package-lock.json',
    ],
  });
  expect(fix).toMatchObject({ sources: ['a/src/sum.ts', 'a/View.vue'], testFiles: ['a/src/sum.spec.ts'] });
});

test('a commit without a test file, without a source or with very many files is not a fix to check', () => {
  const many = Array.from({ length: 30 }, (_, index) => `src/${index}.ts`);
  for (const some of [['src/sum.ts'], ['src/sum.test.ts'], ['src/sum.test.ts', ...many]]) {
    expect(asFix({ hash: 'a', subject: 'fix', files: some })).toBeUndefined();
  }
});

test('files outside the folder of the workspace do not count', () => {
  expect(asFix({ hash: 'a', subject: 'fix', files }, 'app/')).toBeUndefined();
});
