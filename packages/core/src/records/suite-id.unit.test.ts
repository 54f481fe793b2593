import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatSuiteId, parseSuiteId } from './suite-id';

/** Names and paths with the separators of the text, in every position. */
const text = fc
  .array(fc.oneof(fc.constantFrom(':', '%', '%3A', '%25', '/'), fc.string({ maxLength: 4 })), {
    maxLength: 5,
  })
  .map((parts) => parts.join(''));

test('parsing what was formatted gives the same id, for every name and path', () => {
  fc.assert(
    fc.property(fc.record({ project: text, config: text, runnerProject: text }), (id) => {
      expect(parseSuiteId(formatSuiteId(id))).toEqual(id);
    }),
    { numRuns: 2000 },
  );
});

test('formatting what was parsed gives the same text, and a text that is not an id is not parsed', () => {
  fc.assert(
    fc.property(text, (given) => {
      const id = parseSuiteId(given);
      fc.pre(id !== undefined);
      expect(formatSuiteId(id)).toBe(given);
    }),
    { numRuns: 2000 },
  );
  for (const foreign of ['', 'app', 'app:a:', 'a%b:c', 'a%3a:c'])
    expect(parseSuiteId(foreign), foreign).toBeUndefined();
});

test.each([
  [{ project: 'app', config: 'app/jest.config.js', runnerProject: '' }, 'app:app/jest.config.js'],
  [{ project: 'app', config: '', runnerProject: '' }, 'app:'],
  [{ project: '@a/app', config: 'vite.config.ts', runnerProject: 'ui' }, '@a/app:vite.config.ts:ui'],
  [{ project: 'app', config: 'a.ts', runnerProject: 'ui: dark' }, 'app:a.ts:ui: dark'],
  [{ project: ':app', config: 'package.json', runnerProject: '' }, '%3Aapp:package.json'],
])('%o is %s', (id, expected) => {
  expect(formatSuiteId(id)).toBe(expected);
});
