import { expect, test } from 'vitest';
import { mentionsOnly } from './mentions-only';

test.each([
  `it.only('a', () => {});`,
  `describe.only.each([1])('a', () => {});`,
  `test['only']('a', () => {});`,
  'test[`only`]("a", () => {});',
  `fit('a', () => {});`,
  `fdescribe('a', () => {});`,
  `const { only } = test;`,
  `const a: Map<string, number> = new Map(); it.only('a', () => { a.get('x') ?? 1 / 2; });`,
])('code may leave out tests: %s', (source) => {
  expect(mentionsOnly(source)).toBe(true);
});

test.each([
  `// the only case\nit.skip('a', () => {});`,
  `/* only */ it('a', () => {});`,
  `it.skip('is the only one', () => {});`,
  'it.skip(`only ${1} left`, () => {});',
  `it.skip('a', () => { expect(/only/.test('x')).toBe(false); });`,
  `it.skip('a', () => { onlyOnce(); });`,
])('a comment, a title or a part of a name leaves out nothing: %s', (source) => {
  expect(mentionsOnly(source)).toBe(false);
});

test("a source that can't be read may leave out anything", () => {
  expect(mentionsOnly(undefined)).toBe(true);
});
