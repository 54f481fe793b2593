import { expect, test } from 'vitest';
import { findShard, identifyPlan, namesPlan, parsePlan, type PlanContent, shardName } from './test-plan';

const content: PlanContent = {
  version: 1,
  shards: 2,
  checkout: 'c0ffee',
  tasks: [
    {
      project: 'a',
      target: 'testmon',
      environment: 'default abc',
      testFiles: 3,
      selected: [
        { suite: 'libs/a', path: 'libs/a/one.test.ts', shard: 1, durationMs: 10 },
        { suite: 'libs/a', path: 'libs/a/two.test.ts', shard: 2, durationMs: 20 },
      ],
    },
  ],
};
const plan = identifyPlan(content);

test('parsing a plan returns what was written', () => {
  expect(parsePlan(JSON.stringify(plan))).toEqual({ ok: true, plan });
});

test('each difference that decides what a shard runs changes the id, and durations do not', () => {
  const [task] = plan.tasks;
  if (!task) throw new Error('no task');
  const [one, two] = task.selected;
  if (!one || !two) throw new Error('no test file');
  const withTask = (change: Partial<typeof task>) => ({ ...content, tasks: [{ ...task, ...change }] });
  const others: readonly PlanContent[] = [
    { ...content, shards: 3 },
    { ...content, checkout: 'c0ffef' },
    withTask({ project: 'b' }),
    withTask({ target: 'test-affected' }),
    withTask({ environment: 'default abd' }),
    withTask({ selected: [one] }),
    withTask({ selected: [one, { ...two, shard: 1 }] }),
    withTask({ selected: [one, { ...two, path: 'libs/a/three.test.ts' }] }),
    withTask({ selected: [one, { ...two, suite: 'libs/b' }] }),
  ];
  const ids = new Set([plan, ...others.map(identifyPlan)].map(({ id }) => id));
  expect(ids.size).toBe(others.length + 1);
  expect(identifyPlan(withTask({ selected: [one, { ...two, durationMs: 21 }] })).id).toBe(plan.id);
});

test.each([
  ['no JSON', 'not JSON', 'not valid JSON'],
  ['another file', '{"version":1}', 'shards: '],
  ['a field that no plan has', JSON.stringify({ ...plan, more: 1 }), 'it: '],
  ['another version', JSON.stringify({ ...plan, version: 2 }), 'version: '],
  ['an edited plan', JSON.stringify({ ...plan, tasks: [] }), 'its content does not match its ID'],
  [
    'a shard that there is not',
    JSON.stringify(
      identifyPlan({
        ...content,
        tasks: content.tasks.map((task) => ({
          ...task,
          selected: task.selected.map((file) => ({ ...file, shard: 3 })),
        })),
      }),
    ),
    'a shard number exceeds the number of shards',
  ],
])('%s is refused with its reason', (_name, text, rule) => {
  expect(parsePlan(text)).toEqual({ ok: false, rule: expect.stringContaining(rule) as string });
});

test('a shard is found by its name and by its number, and not by the name of another plan', () => {
  expect(findShard(plan, shardName(plan, 2))).toBe(2);
  expect(findShard(plan, '2')).toBe(2);
  const other = identifyPlan({ ...content, checkout: undefined });
  for (const name of [shardName(other, 2), '0', '3', '2-of-3', '', 'x', '2 ', '1.5'])
    expect(findShard(plan, name)).toBeUndefined();
});

test('only a name with the id of a plan names a plan', () => {
  expect([shardName(plan, 1), '1'].map(namesPlan)).toEqual([true, false]);
});
