import { expect, test } from 'vitest';
import { renderStats } from './render-stats';

const sums = { runs: 1, selected: 1, total: 4, durationMs: 2000, savedMs: 6000 };

test('counts agree with their nouns, and each project and day has a row', () => {
  const stats = {
    ...sums,
    since: '2026-11-20T10:00:00.000Z',
    until: '2026-11-20T10:00:00.000Z',
    projects: [{ project: 'cart', target: 'testmon', ...sums }],
    days: [{ day: '2026-11-20', ...sums }],
  };
  const [summary, , ...rows] = renderStats(stats).split('\n');
  expect(summary).toBe('about 6.0s saved in 1 run since 2026-11-20 (total run time: 2.0s)');
  expect(rows.map((row) => row.trim().split(/ {2,}/))).toEqual([
    ['project', 'target', 'runs', 'selected', 'saved', 'run time', 'saved %'],
    ['cart', 'testmon', '1', '1 of 4', '6.0s', '2.0s', '75%'],
    [''],
    ['day', 'runs', 'selected', 'saved', 'run time', 'saved %'],
    ['2026-11-20', '1', '1 of 4', '6.0s', '2.0s', '75%'],
  ]);
  expect(renderStats({ ...stats, runs: 12 })).toContain('saved in 12 runs since');
});

test('without a run, the text describes how runs are recorded', () => {
  const none = { runs: 0, selected: 0, total: 0, durationMs: 0, savedMs: 0, projects: [], days: [] };
  expect(renderStats(none)).toBe('No runs are recorded yet. Every run that collects is recorded.');
});
