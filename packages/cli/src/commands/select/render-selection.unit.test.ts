import type { DescribedSelection } from '@nx-testmon/engine';
import { createColors } from 'picocolors';
import { expect, test } from 'vitest';
import { renderSelections, toDocument } from './render-selection';

function selection(project: string, selected: readonly string[], skipped: number): DescribedSelection {
  const file = (name: string) =>
    ({
      testFile: { suite: project, path: name },
      decision: { kind: 'new' },
      fallbacks: [],
      reason: 'new',
    }) as const;
  return {
    project,
    target: 'testmon',
    environment: 'default',
    selected: selected.map(file),
    skipped: Array.from({ length: skipped }, (_, index) => file(`skipped-${index}`)),
    savedMs: skipped * 1000,
    notes: skipped === 0 ? ['nothing is known yet'] : [],
  };
}

test('the document counts skipped test files and lists selected ones', () => {
  expect(toDocument([selection('shop', ['a.test.ts'], 2)], [])).toEqual({
    projects: [
      {
        project: 'shop',
        target: 'testmon',
        environment: 'default',
        selected: [{ file: 'a.test.ts', reason: 'new' }],
        skipped: 2,
        total: 3,
        savedMs: 2000,
        notes: [],
      },
    ],
    uncovered: [],
  });
});

test('the text lists each project with its notes and test files, and the total', () => {
  const text = renderSelections(
    [selection('shop', ['a.test.ts'], 0), selection('numbers', [], 2)],
    [],
    createColors(false),
  );
  expect(text.split('\n')).toEqual([
    'shop (testmon): 1 of 1 test file selected',
    '  nothing is known yet',
    '  a.test.ts  new',
    expect.stringMatching(/^numbers \(testmon\): 0 of 2 test files selected, about .+ saved$/),
    '1 of 3 test files selected in 2 projects',
  ]);
});

test('notes that all projects share are printed once, first', () => {
  const text = renderSelections(
    [selection('shop', ['a.test.ts'], 0), selection('numbers', [], 0)],
    [],
    createColors(false),
  );
  expect(text.split('\n').slice(0, 2)).toEqual([
    'nothing is known yet',
    'shop (testmon): 1 of 1 test file selected',
  ]);
  expect(text.match(/nothing is known yet/g)).toHaveLength(1);
});

test('projects with tests that do not run are named at the end', () => {
  const problem = { kind: 'configuration-without-target', project: 'b', sign: 'file a.config.ts' } as const;
  const uncovered = [{ name: 'b', root: 'libs/b', problem }];
  const selections = [selection('shop', [], 1)];
  expect(renderSelections(selections, uncovered, createColors(false)).split('\n').slice(1)).toEqual([
    '1 project has tests that nx-testmon does not run: b (file a.config.ts). `testmon doctor` says why.',
  ]);
  expect(toDocument(selections, uncovered).uncovered).toMatchObject([
    { project: 'b', root: 'libs/b', kind: 'configuration-without-target' },
  ]);
});

test('colors are used only if enabled', () => {
  const one = [selection('shop', ['a.test.ts'], 0)];
  expect(renderSelections(one, [], createColors(true))).toContain('\u001b[');
  expect(renderSelections(one, [], createColors(false))).not.toContain('\u001b[');
});
