import { expect, test } from 'vitest';
import { findParallel } from './find-parallel';

const command = ['/bin/node', '/w/node_modules/.bin/nx', 'run-many', '-t', 'testmon'];

test.each([
  [[], undefined],
  [['--parallel=5'], '5'],
  [['--parallel', '5'], '5'],
  [['--parallel=50%'], '50%'],
  [['--parallel'], 'true'],
  [['--parallel', '--batch'], 'true'],
  [['--parallel', '--maxParallel=8'], '8'],
  [['--parallel=true', '--max-parallel', '8'], '8'],
  [['--maxParallel=8'], undefined],
  [['--parallel=false'], 'false'],
  [['--no-parallel'], 'false'],
  [['--parallel=2', '--parallel=4'], '4'],
  [['--', '--parallel=5'], undefined],
])('%j sets %s', (options, expected) => {
  expect(findParallel([...command, ...options])).toBe(expected);
});
