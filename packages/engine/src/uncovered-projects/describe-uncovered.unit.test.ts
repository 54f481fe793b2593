import { expect, test } from 'vitest';
import { describeUncovered } from './describe-uncovered';
import type { UncoveredProject } from './read-uncovered';

function uncovered(name: string): UncoveredProject {
  const problem = {
    kind: 'unsupported-test-runner',
    project: name,
    sign: 'script test',
    runner: 'Mocha',
    runners: [],
  } as const;
  return { name, root: name, problem };
}

test('one line names the projects and their tests', () => {
  expect(describeUncovered([])).toBeUndefined();
  expect(describeUncovered([uncovered('a\n')])).toBe(
    '1 project has tests that nx-testmon does not run: a\\n (Mocha)',
  );
  const problem = {
    kind: 'configuration-without-target',
    project: 'b',
    sign: 'file jest.config.ts',
  } as const;
  expect(describeUncovered([uncovered('a'), { name: 'b', root: 'b', problem }])).toBe(
    '2 projects have tests that nx-testmon does not run: a (Mocha), b (file jest.config.ts)',
  );
});

test('if there are many projects, some are named and the rest is counted', () => {
  const many = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map(uncovered);
  expect(describeUncovered(many)).toMatch(/^7 projects have .*, e \(Mocha\) and 2 more$/);
});
