import { expect, it } from 'vitest';
import { LinePositions } from './line-positions';

it('an offset is converted to the position that Babel reports', () => {
  const lines = new LinePositions('ab\r\nc\n\u2028d');
  const positions = [0, 2, 4, 5, 6, 7, 8].map((offset) => lines.positionAt(offset));
  expect(positions.map(({ line, column }) => `${line}:${column}`)).toEqual([
    '1:0',
    '1:2',
    '2:0',
    '2:1',
    '3:0',
    '4:0',
    '4:1',
  ]);
  expect(positions.map((position) => lines.offsetOf(position))).toEqual([0, 2, 4, 5, 6, 7, 8]);
});
