import { renderProblem } from '@nx-testmon/core';
import { expect, test } from 'vitest';
import { describeGraphError } from './describe-graph-error';

const combined = Object.assign(new Error('Failed to process project graph.'), {
  errors: [
    new Error('An error occurred while processing files for the nx/js plugin'),
    new Error('The project a has no name.'),
  ],
});

test('the errors that Nx combines in one are separate sentences', () => {
  expect(describeGraphError(combined)).toBe(
    'Failed to process project graph. An error occurred while processing files for the nx/js plugin. The project a has no name.',
  );
});

test('they are complete sentences within the message of nx-testmon', () => {
  const text = renderProblem({ kind: 'nx-graph-failed', root: '/w', detail: describeGraphError(combined) });
  expect(text).toBe(
    'Nx could not list the projects of /w: Failed to process project graph. An error occurred while processing files for the nx/js plugin. The project a has no name. Run `nx show projects` to see what is wrong.',
  );
});

test('a message is contained once, and without surrounding white space', () => {
  const twice = Object.assign(new Error('Nothing found'), { errors: [new Error('Nothing found\n'), {}] });
  expect(describeGraphError(twice)).toBe('Nothing found.');
});

test.each([
  ['plain text', 'plain text'],
  [undefined, 'undefined'],
  [null, 'null'],
])('a thrown value without a message is described as text: %s', (thrown, expected) => {
  expect(describeGraphError(thrown)).toBe(expected);
});
