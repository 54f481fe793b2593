import { expect, test } from 'vitest';
import { recordIo } from '../command-io.testing';
import { printResults, type QueryOutput } from './print-results';

const refused = [{ name: 'b:testmon', problems: [{ kind: 'no-workspace', folder: '/b' }] }] as const;

function print(json: boolean | undefined, output: Partial<QueryOutput>) {
  const { io, out, err } = recordIo();
  const code = printResults(io, json, {
    document: { found: 1 },
    render: () => 'found: 1',
    refused: [],
    ...output,
  });
  return { code, out, err };
}

test('results are printed as text or as a JSON document with the field problems', () => {
  expect(print(undefined, {})).toEqual({ code: 0, out: ['found: 1'], err: [] });
  const { code, out } = print(true, { exitCode: 1 });
  expect([code, out.map((text) => JSON.parse(text) as unknown)]).toEqual([1, [{ found: 1, problems: [] }]]);
});

test('results are printed with the problems of tasks that could not be read, and the exit code is 2', () => {
  const text = print(false, { refused, exitCode: 1 });
  expect([text.code, text.out]).toEqual([2, ['found: 1']]);
  expect(text.err).toEqual([expect.stringMatching(/^testmon: b:testmon: .*\/b/)]);
  const json = print(true, { refused });
  expect([json.code, json.err]).toEqual([2, text.err]);
  expect(JSON.parse(json.out[0] ?? '')).toMatchObject({
    found: 1,
    problems: [{ task: 'b:testmon', kind: 'no-workspace', text: expect.stringContaining('/b') as string }],
  });
});

test('an empty text is not printed', () => {
  expect(print(false, { render: () => '', refused })).toMatchObject({ code: 2, out: [] });
});
