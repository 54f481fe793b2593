import { expect, test } from 'vitest';
import { describeUnsupportedNode } from './node-version';

test.each(['20.20.2', '22.11.0', 'v18.0.0', '', 'unknown'])(
  'Node "%s" is refused with what to do',
  (version) => {
    expect(describeUnsupportedNode(version)).toMatch(/needs Node 22\.12 or later.*Install a newer Node/);
  },
);

test.each(['22.12.0', '22.23.3', '24.0.0', 'v100.1.0'])('Node %s will do', (version) => {
  expect(describeUnsupportedNode(version)).toBeUndefined();
});
