import { expect, test } from 'vitest';
import { parseTask } from './parse-task';

const target = {
  workspace: { root: '/w', projects: [] },
  project: 'a',
  target: 'testmon',
  execId: 'id',
  env: { TZ: 'CET', PATH: '/bin' },
};

test('variables that a target sets are those of its tests, and part of their environment', () => {
  const raw = { environmentVariables: 'REGION,TZ', env: { TZ: 'UTC', DEBUG: 1 }, reporter: 'dot' };
  const { env, ...given } = target;
  expect(parseTask({ ...given, env, raw })).toMatchObject({
    ok: true,
    env: { TZ: 'UTC', DEBUG: '1', PATH: '/bin' },
    task: {
      project: 'a',
      execId: 'id',
      options: { environmentVariables: ['REGION', 'TZ', 'DEBUG'], runnerArguments: ['--reporter=dot'] },
    },
  });
});

test('a variable that a target sets can be an option', () => {
  expect(parseTask({ ...target, raw: { env: { NX_TESTMON_NOCOLLECT: '1' } } })).toMatchObject({
    task: { options: { collect: false } },
  });
});

test('the same target is the same task with and without a cache, except for a shard that does not name its plan', () => {
  for (const planShard of ['2-of-4-1a2b3c4d', undefined]) {
    const raw = planShard === undefined ? {} : { plan: 'plan.json', planShard };
    const parsed = parseTask({ ...target, raw });
    expect(parsed.ok).toBe(true);
    expect(parseTask({ ...target, raw }, { isCached: true })).toEqual(parsed);
  }
  const raw = { plan: 'plan.json', planShard: '2' };
  expect(parseTask({ ...target, raw }).ok).toBe(true);
  expect(parseTask({ ...target, raw }, { isCached: true })).toEqual({
    ok: false,
    problems: [{ kind: 'shard-without-plan-id', shard: '2' }],
  });
});

test('an invalid option is a problem', () => {
  expect(parseTask({ ...target, raw: { environment: '' } })).toMatchObject({
    ok: false,
    problems: [{ kind: 'invalid-option', name: '--environment' }],
  });
});
