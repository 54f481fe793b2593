import type { Selection } from '@nx-testmon/engine';
import { createColors } from 'picocolors';
import { expect, test } from 'vitest';
import { renderSelections, toDocument } from './render-selection';

function selection(project: string, selected: readonly string[], skipped: number): Selection {
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
  expect(toDocument([selection('shop', ['a.test.ts'], 2)])).toEqual({
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
  });
});

test('the text lists each project with its notes and test files, and the total', () => {
  const text = renderSelections(
    [selection('shop', ['a.test.ts'], 0), selection('numbers', [], 2)],
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
    createColors(false),
  );
  expect(text.split('\n').slice(0, 2)).toEqual([
    'nothing is known yet',
    'shop (testmon): 1 of 1 test file selected',
  ]);
  expect(text.match(/nothing is known yet/g)).toHaveLength(1);
});

test('colors are used only if enabled', () => {
  const one = [selection('shop', ['a.test.ts'], 0)];
  expect(renderSelections(one, createColors(true))).toContain('\u001b[');
  expect(renderSelections(one, createColors(false))).not.toContain('\u001b[');
});
