import { renderProblem } from '@nx-testmon/core';
import { describe, expect, it } from 'vitest';
import { checkNodeVersion } from './check-node-version';

describe('checkNodeVersion', () => {
  it.each(['22.12.0', 'v22.23.3', '23.0.0', '24.1.0', '100.0.0'])('lets %s pass', (version) => {
    expect(checkNodeVersion(version)).toBeUndefined();
  });

  it.each(['20.19.5', 'v18.0.0', '22.11.9', '8.0.0', '', 'abc'])('says what to do on "%s"', (version) => {
    const problem = checkNodeVersion(version);
    expect(problem?.kind).toBe('unsupported-node');
    expect(problem && renderProblem(problem)).toMatch(/Install Node 22\.12/);
  });
});
