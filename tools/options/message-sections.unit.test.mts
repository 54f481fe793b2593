import { problemTable } from '@nx-testmon/core';
import { expect, test } from 'vitest';
import { messageSections } from './message-sections.mts';

test('each message is in one section', () => {
  const kinds = messageSections.flatMap((section) => section.kinds);
  expect(kinds.toSorted()).toEqual(Object.keys(problemTable).sort());
});
