import { expect, test } from 'vitest';
import { projectLines } from './covered-projects';

const ours = { testmon: { executor: 'nx-testmon:testmon' } };

test('projects with targets are named, and those with tests but without targets with the reason', () => {
  const projects = [
    { name: 'b', root: 'b', targets: ours },
    { name: 'a', root: 'a', targets: ours },
    { name: 'e2e', root: 'e2e', targets: { e2e: { executor: '@nx/playwright:playwright' } } },
    { name: 'docs', root: 'docs', targets: { build: { executor: '@nx/js:tsc' } } },
  ];
  expect(projectLines('/nowhere', projects)).toEqual([
    '2 projects have nx-testmon targets: a, b',
    'Tests that nx-testmon does not run:',
    expect.stringMatching(/^ {2}e2e has Playwright tests \(target e2e\)\. .* Run these tests as before\.$/),
  ]);
});

test('lists the first of many projects, and reports if there are none', () => {
  const many = Array.from({ length: 12 }, (_, at) => ({
    name: `p${String(at).padStart(2, '0')}`,
    root: '.',
    targets: ours,
  }));
  expect(projectLines('/nowhere', many)).toEqual([
    expect.stringMatching(/^12 projects have nx-testmon targets: p00, .*, p09 and 2 more$/),
  ]);
  expect(projectLines('/nowhere', [])).toEqual(['No project has an nx-testmon target yet.']);
});
