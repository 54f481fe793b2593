import { describe, expect, it } from 'vitest';
import { checkNodeVersion } from './check-node-version';
import { renderStoreProblem, STORE_PROBLEMS, type StoreProblemKind } from './store-problem';

describe('checkNodeVersion', () => {
  it.each(['22.12.0', 'v22.23.3', '23.0.0', '24.1.0', '100.0.0'])('lets %s pass', (version) => {
    expect(checkNodeVersion(version)).toBeUndefined();
  });

  it.each(['20.19.5', 'v18.0.0', '22.11.9', '8.0.0', '', 'abc'])('says what to do on "%s"', (version) => {
    const problem = checkNodeVersion(version);
    expect(problem?.kind).toBe('unsupported-node');
    expect(problem && renderStoreProblem(problem)).toMatch(/Install Node 22\.12/);
  });
});

describe('a store problem', () => {
  it('says what happened, where, and what to do next', () => {
    for (const kind of Object.keys(STORE_PROBLEMS) as StoreProblemKind[]) {
      const line = renderStoreProblem({ kind, file: '/w/testmondata.db', detail: 'seen' });
      expect(line).toContain(STORE_PROBLEMS[kind].title);
      expect(line).toContain('(/w/testmondata.db: seen)');
      expect(line).toContain(STORE_PROBLEMS[kind].nextStep);
      expect(line).not.toContain('\n');
    }
  });
});
