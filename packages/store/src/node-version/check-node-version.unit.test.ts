import { renderProblem } from '@nx-testmon/core';
import { expect, test } from 'vitest';
import { checkNodeVersion } from './check-node-version';

test.each(['20.20.2', '22.11.9', 'v18.0.0', '8.0.0', '', 'unknown'])(
  'Node "%s" is rejected with advice',
  (version) => {
    const problem = checkNodeVersion(version);
    expect(problem && renderProblem(problem)).toMatch(/needs Node 22\.12 or later.*Install Node 22\.12/);
  },
);

test.each(['22.12.0', 'v22.23.3', '23.0.0', '24.1.0', 'v100.1.0'])('Node %s is supported', (version) => {
  expect(checkNodeVersion(version)).toBeUndefined();
});
