import { renderProblem } from '@nx-testmon/core';
import { expect, test } from 'vitest';
import { chooseProjects, matchPackages } from './match-projects';
import type { OpenedWorkspace } from './open-workspace';

const opened = {
  ok: true,
  kind: 'packages',
  matchProjects: matchPackages,
  graph: {
    nodes: {
      root: { data: { root: '.' } },
      '@w/shop': { data: { root: 'libs/shop' } },
      '@w/cart': { data: { root: 'libs/cart' } },
      web: { data: { root: 'apps/web' } },
    },
    dependencies: {},
  },
} as unknown as OpenedWorkspace;

function choose(...patterns: readonly string[]) {
  const chosen = chooseProjects(opened, patterns);
  return chosen.ok ? [...(chosen.projects ?? [])].sort() : renderProblem(chosen.problem);
}

test('projects are chosen by names, globs and folders, and excluded by !', () => {
  expect(choose('web', '@w/cart')).toEqual(['@w/cart', 'web']);
  expect(choose('@w/*')).toEqual(['@w/cart', '@w/shop']);
  expect(choose('libs/*')).toEqual(['@w/cart', '@w/shop']);
  expect(choose('libs/*', '!@w/cart')).toEqual(['@w/shop']);
  expect(choose('!libs/**', '!root')).toEqual(['web']);
  expect(choose('.')).toEqual(['root']);
  expect(chooseProjects(opened, undefined)).toEqual({ ok: true });
});

test('a pattern that selects nothing is a problem, even one that excludes', () => {
  expect(choose('web', 'shpo')).toContain('Unknown project: shpo. The projects are: root, @w/shop');
  expect(choose('apps/*', '!libs/shpo')).toContain('Unknown project: !libs/shpo.');
  expect(chooseProjects({ ...opened, kind: 'nx' }, ['web', 'shpo'])).toMatchObject({
    problem: { kind: 'unknown-project', projects: ['shpo'] },
  });
});
