import { renderProblem } from '@nx-testmon/core';
import { describe, expect, test } from 'vitest';
import { distinctTargets, findTargets, type TargetFilter, targetsOf } from './find-targets';
import type { NxGraph, NxTarget } from '../workspace/nx-graph';

const ours = (config: string): NxTarget => ({ executor: 'nx-testmon:testmon', options: { config } });

const graph: NxGraph = {
  nodes: {
    shop: {
      data: {
        root: 'libs/shop',
        targets: {
          test: { executor: 'nx:run-script' },
          'test-affected': ours('a'),
          testmon: ours('a'),
          'testmon-unit': ours('b'),
        },
      },
    },
    numbers: { data: { root: 'libs/numbers', targets: { tia: ours('c') } } },
    docs: { data: { root: 'docs', targets: { build: {} } } },
  },
  dependencies: {},
};

function names(...filter: Parameters<typeof findTargets> extends [unknown, infer Filter] ? [Filter] : never) {
  const found = findTargets(graph, filter[0]);
  return found.ok
    ? found.targets.map(({ project, name }) => `${project}:${name}`)
    : renderProblem(found.problem);
}

test('each project is represented by its testmon target, or by its first target with our executor', () => {
  expect(names({})).toEqual(['numbers:tia', 'shop:testmon']);
});

test('all test configurations of a project are found, each once', () => {
  expect(names({ all: true })).toEqual(['numbers:tia', 'shop:testmon', 'shop:testmon-unit']);
  expect(names({ all: true, target: 'testmon-unit' })).toEqual(['shop:testmon-unit']);
});

test('a target or projects can be chosen by name', () => {
  expect(names({ target: 'testmon-unit' })).toEqual(['shop:testmon-unit']);
  expect(names({ projects: ['numbers'] })).toEqual(['numbers:tia']);
});

test('a target that no project has is a problem, and not an empty result', () => {
  expect(names({ target: 'test' })).toContain('No project has a target test ');
  expect(names({ projects: ['docs'] })).toContain('The project docs has no target ');
});

test('of targets that only differ in their names, one is explained', () => {
  expect(distinctTargets(targetsOf(graph, 'shop')).map(({ name }) => name)).toEqual([
    'testmon',
    'testmon-unit',
  ]);
});

describe('with targets of the plugin under other names', () => {
  const marked = (config: string, mark: string): NxTarget => ({
    ...ours(config),
    metadata: { technologies: ['vitest'], nxTestmon: mark },
  });
  const targets = {
    'affected-unit': ours('b'),
    affected: ours('a'),
    'tia-unit': marked('b', 'further'),
    tia: marked('a', 'main'),
  };
  const withTargets = (all: Readonly<Record<string, NxTarget>>): NxGraph => ({
    nodes: { shop: { data: { root: 'libs/shop', targets: all } } },
    dependencies: {},
  });
  const namesIn = (one: NxGraph, filter: TargetFilter = {}) => {
    const found = findTargets(one, filter);
    return found.ok && found.targets.map(({ name }) => name);
  };

  test('the target that is marked as the main one represents the project', () => {
    expect(namesIn(withTargets(targets))).toEqual(['tia']);
    expect(namesIn(withTargets(targets), { target: 'affected' })).toEqual(['affected']);
  });

  test('of targets with the same options, the marked one is taken', () => {
    expect(namesIn(withTargets(targets), { all: true })).toEqual(['tia-unit', 'tia']);
    expect(namesIn(withTargets({ 'testmon-like': ours('a'), ...targets }), { all: true })).toEqual([
      'tia',
      'tia-unit',
    ]);
  });

  test('of several main targets, the one with the usual name represents the project', () => {
    expect(namesIn(withTargets({ e2e: marked('c', 'main'), testmon: marked('a', 'main') }))).toEqual([
      'testmon',
    ]);
  });

  test('an invalid mark changes nothing', () => {
    expect(namesIn(withTargets({ tia: marked('a', 'other'), testmon: ours('a') }))).toEqual(['testmon']);
  });
});
