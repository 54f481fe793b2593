import { expect, test } from 'vitest';
import { checkCi, checkVariables } from './check-ci';
import { markOfProblems } from './setup-check';

const kinds = (env: Record<string, string>) => checkVariables(env).problems.map(({ kind }) => kind);

test('variables are named without their values, and misspelled, invalid and unread ones are problems', () => {
  expect(checkVariables({ PATH: '/bin' })).toEqual({
    name: 'variables',
    found: 'no variable sets an option',
    problems: [],
  });
  const set = checkVariables({ NX_TESTMON_ENVIRONMENT: 'secret', NX_TESTMON_NOCOLLECT: '1' });
  expect(set.found).toBe('options are set by NX_TESTMON_NOCOLLECT, NX_TESTMON_ENVIRONMENT');
  expect(JSON.stringify(set)).not.toContain('secret');
  expect(kinds({ NX_TESTMON_NOCOLECT: '1' })).toEqual(['unknown-variable']);
  expect(kinds({ NX_TESTMON_PROBES: 'perhaps' })).toEqual(['invalid-option']);
  expect(checkVariables({ NX_TESTMON_OF_ANOTHER_TOOL: 'x' }).problems).toEqual([
    { kind: 'unread-variables', variables: ['NX_TESTMON_OF_ANOTHER_TOOL'] },
  ]);
});

test('an option and its opposite contradict each other if both are on or both are off', () => {
  const both = (nocollect: string, collect: string) =>
    checkVariables({ NX_TESTMON_NOCOLLECT: nocollect, NX_TESTMON_COLLECT: collect }).problems;
  const problem = {
    kind: 'contradicting-variables',
    variables: ['NX_TESTMON_NOCOLLECT', 'NX_TESTMON_COLLECT'],
  };
  expect(both('1', 'true')).toEqual([problem]);
  expect(both('0', 'no')).toEqual([problem]);
  expect(both('1', '0')).toEqual([]);
  expect(both('false', 'on')).toEqual([]);
  expect(markOfProblems(both('1', '1'))).toBe('fix');
});

const job = { database: '/w/.testmon/testmondata.db', hasStore: true };
const ciKinds = (env: Record<string, string>, hasStore = true) =>
  checkCi(env, { ...job, hasStore }).flatMap(({ problems }) => problems.map(({ kind }) => kind));

test('outside of CI, nothing is checked', () => {
  expect(checkCi({}, job)).toEqual([]);
  expect(checkCi({ CI: 'false', GITHUB_EVENT_NAME: 'pull_request' }, job)).toEqual([]);
});

test('a pull request only reads, and the main branch collects, in GitHub Actions and GitLab CI', () => {
  const pulls = [{ GITHUB_EVENT_NAME: 'pull_request' }, { CI_PIPELINE_SOURCE: 'merge_request_event' }];
  const mains = [
    { GITHUB_EVENT_NAME: 'push', GITHUB_REF_NAME: 'main' },
    { CI_PIPELINE_SOURCE: 'push', CI_COMMIT_BRANCH: 'trunk', CI_DEFAULT_BRANCH: 'trunk' },
  ];
  const readsOnly = { NX_TESTMON_NOCOLLECT: '1' };
  for (const env of pulls) {
    expect(ciKinds({ CI: 'true', ...env })).toEqual(['pull-request-collects']);
    expect(ciKinds({ CI: 'true', ...env, ...readsOnly })).toEqual([]);
    expect(ciKinds({ CI: 'true', ...env, NX_TESTMON: '0' })).toEqual([]);
  }
  for (const env of mains) {
    expect(ciKinds({ CI: 'true', ...env })).toEqual([]);
    expect(ciKinds({ CI: 'true', ...env, ...readsOnly })).toEqual(['main-branch-reads-only']);
    expect(ciKinds({ CI: 'true', ...env, ...readsOnly, NX_TESTMON: '0' })).toEqual([]);
    const [check] = checkCi({ CI: 'true', ...env, NX_TESTMON_COLLECT: 'false' }, job);
    expect(check?.problems).toEqual([{ kind: 'main-branch-reads-only', variables: ['NX_TESTMON_COLLECT'] }]);
  }
  expect(ciKinds({ CI: '1', GITHUB_EVENT_NAME: 'push', GITHUB_REF_NAME: 'topic', ...readsOnly })).toEqual([]);
});

test('a job without a store has not restored it, which does not fail the job', () => {
  expect(ciKinds({ CI: 'true' }, false)).toEqual(['store-not-restored']);
  const [check] = checkCi({ CI: 'true' }, { ...job, hasStore: false });
  expect(markOfProblems(check?.problems ?? [])).toBe('check');
  expect(checkCi({ CI: 'true', NX_TESTMON_NOCOLLECT: '1' }, job)[0]?.found).toBe(
    'this CI job has a store and only reads',
  );
  expect(checkCi({ CI: 'true', NX_TESTMON: '0' }, job)[0]?.found).toBe(
    'this CI job has a store and does not use it, because of NX_TESTMON',
  );
});

test('a setup that works, but not optimally, has another mark than one that does not work', () => {
  const missing = { kind: 'lockfile-missing', root: '/w' } as const;
  const refused = { kind: 'sqlite-not-loaded', detail: '' } as const;
  expect(markOfProblems([])).toBe('ok');
  expect(markOfProblems([missing])).toBe('check');
  expect(markOfProblems([missing, refused])).toBe('fix');
});
