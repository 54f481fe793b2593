import * as v from 'valibot';
import { expect, test } from 'vitest';
import { describeIssue } from './describe-issue';

const schema = v.strictObject({
  name: v.exactOptional(v.pipe(v.string(), v.minLength(1), v.maxLength(3))),
  kind: v.exactOptional(v.picklist(['a', 'b'])),
  count: v.exactOptional(v.pipe(v.number(), v.safeInteger(), v.minValue(0))),
  pair: v.exactOptional(v.strictTuple([v.string(), v.boolean()])),
  list: v.exactOptional(v.array(v.strictObject({ hash: v.pipe(v.string(), v.regex(/^h/, 'not a hash')) }))),
  version: v.literal(1),
});

test.each([
  [[], 'version: missing'],
  [null, 'it: not an object'],
  [{}, 'version: missing'],
  [{ version: 2 }, 'version: not 1'],
  [{ name: '' }, 'name: empty'],
  [{ name: 'long' }, 'name: too large'],
  [{ name: 1 }, 'name: not a string'],
  [{ kind: 'c' }, 'kind: not a or b'],
  [{ count: 1.5 }, 'count: not a whole number'],
  [{ count: -1 }, 'count: too small'],
  [{ pair: 'a' }, 'pair: not a list'],
  [{ pair: ['a', 1] }, 'pair.1: not true or false'],
  [{ pair: ['a', true, 1] }, 'pair.2: one entry too many'],
  [{ list: [{ hash: 'x' }] }, 'list.0.hash: not a hash'],
  [{ version: 1, constructor: 1 }, 'it: unknown field constructor'],
  [{ version: 1, list: [{ hash: 'h', more: 1 }] }, 'list.0: unknown field more'],
])('%j is described as %s', (value, text) => {
  const [issue] = v.safeParse(schema, value, { abortEarly: true }).issues ?? [];
  expect(issue && describeIssue(issue, 'it')).toBe(text);
});
